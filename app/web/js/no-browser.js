// What ECharts asks of a browser before it draws; a bare engine has neither clock nor console.
globalThis.setTimeout ??= () => 0;
globalThis.clearTimeout ??= () => {};
globalThis.console ??= { log() {}, warn() {}, error() {} };
