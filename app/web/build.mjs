// Bundles what a browser gets: one style sheet, two scripts, the typeface, one sprite of icons, and a manifest with a hash of each.
// Beside them, in print/, what documents are made with: the typeface, and the charts without a browser.
import { createHash } from "node:crypto";
import { access, mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { inflateSync } from "node:zlib";
import { build } from "esbuild";

const web = dirname(fileURLToPath(import.meta.url));
const icons = join(web, "../../node_modules/@tabler/icons/icons");
const typeface = join(web, "../../node_modules/@fontsource/figtree/files");
const staticFolder = join(web, "static");
const target = join(staticFolder, "build");

await rm(target, { recursive: true, force: true });
await mkdir(target, { recursive: true });
await bundle();
await mkdir(join(target, "print"));
await build({
  entryPoints: [join(web, "js/print.js")],
  outfile: join(target, "print/charts.js"),
  bundle: true,
  minify: true,
  lineLimit: 120, // QuickJS counts columns from the start of a line: on one long line it takes seconds to read
  format: "iife",
  target: "es2022",
  legalComments: "eof",
  logLevel: "warning",
});
for (const weight of [400, 600]) {
  const font = trueType(await readFile(join(typeface, `figtree-latin-${weight}-normal.woff`)));
  await writeFile(join(target, "print", `figtree-${weight}.ttf`), font);
}
await writeFile(join(target, "icons.svg"), await sprite());
await writeFile(join(target, "manifest.json"), JSON.stringify(await manifest(), null, 2) + "\n");

/** Style sheet and scripts, minified; small pictures go inside the style sheet, the typeface beside it. */
async function bundle() {
  await build({
    entryPoints: ["css/app.css", "js/app.js", "js/charts.js"].map((name) => join(web, name)),
    entryNames: "[name]",
    chunkNames: "[name]-[hash]",
    splitting: true,
    assetNames: "[name]-[hash]",
    outdir: target,
    bundle: true,
    minify: true,
    format: "esm",
    target: ["es2022", "chrome120", "firefox115", "safari16.4"],
    loader: { ".woff2": "file", ".svg": "dataurl" },
    legalComments: "eof",
    logLevel: "warning",
  });
}

/** The icons that icons.txt names, each as a <symbol> in one file. */
async function sprite() {
  const names = (await readFile(join(web, "icons.txt"), "utf8"))
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line && !line.startsWith("#"));
  const symbols = await Promise.all([...new Set(names)].map(symbol));
  return `<svg xmlns="http://www.w3.org/2000/svg">\n${symbols.join("\n")}\n</svg>\n`;
}

async function symbol(name) {
  const filled = name.endsWith("-filled");
  const file = filled ? join(icons, "filled", `${name.slice(0, -7)}.svg`) : join(icons, "outline", `${name}.svg`);
  await access(file).catch(() => {
    throw new Error(`icons.txt names "${name}", which Tabler does not have`);
  });
  const drawing = (await readFile(file, "utf8"))
    .replace(/^[\s\S]*?<svg[\s\S]*?>/, "")
    .replace(/<\/svg>\s*$/, "")
    .replace(/<path stroke="none" d="M0 0h24v24H0z" fill="none" \/>/, "")
    .replace(/\s+/g, " ")
    .trim();
  const paint = filled
    ? 'fill="currentColor" stroke="none"'
    : 'fill="none" stroke="currentColor" stroke-linecap="round" stroke-linejoin="round"';
  return `<symbol id="${name}" viewBox="0 0 24 24" ${paint}>${drawing}</symbol>`;
}

/** What a page asks for (app.css, logo.svg, map/provinces.geojson) against where it stands, with a hash that changes when it does. */
async function manifest() {
  const files = await readdir(staticFolder, { recursive: true, withFileTypes: true });
  const entries = files
    .filter((file) => file.isFile() && !file.name.startsWith(".") && !file.name.endsWith(".woff2"))
    .filter((file) => (file.parentPath ?? file.path) !== join(target, "print"))
    .map(async (file) => {
      const path = join(file.parentPath ?? file.path, file.name);
      const hash = createHash("sha256").update(await readFile(path)).digest("hex").slice(0, 8);
      const place = relative(staticFolder, path).replaceAll("\\", "/");
      return [place.replace(/^build\//, ""), `${place}?v=${hash}`];
    });
  return Object.fromEntries((await Promise.all(entries)).sort());
}

/** A WOFF file as the plain TrueType it was made from: the same tables, no longer compressed (W3C, WOFF 1.0). */
function trueType(woff) {
  const count = woff.readUInt16BE(12);
  const tables = Array.from({ length: count }, (_, index) => {
    const entry = woff.subarray(44 + 20 * index, 64 + 20 * index);
    const [offset, packed, length] = [4, 8, 12].map((place) => entry.readUInt32BE(place));
    const body = woff.subarray(offset, offset + packed);
    return { tag: entry.subarray(0, 4), sum: entry.subarray(16, 20), body: packed < length ? inflateSync(body) : body };
  });
  const power = Math.floor(Math.log2(count));
  const head = Buffer.alloc(12 + 16 * count);
  woff.copy(head, 0, 4, 8);
  [count, 16 << power, power, 16 * (count - (1 << power))].forEach((value, index) => head.writeUInt16BE(value, 4 + 2 * index));
  let offset = head.length;
  tables.forEach(({ tag, sum, body }, index) => {
    const place = 12 + 16 * index;
    tag.copy(head, place);
    sum.copy(head, place + 4);
    head.writeUInt32BE(offset, place + 8);
    head.writeUInt32BE(body.length, place + 12);
    offset += (body.length + 3) & ~3;
  });
  return Buffer.concat([head, ...tables.flatMap(({ body }) => [body, Buffer.alloc(-body.length & 3)])]);
}
