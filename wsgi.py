"""The application for a WSGI server and for the flask command."""

import gc

gc.disable()  # what is loaded at the start stays: looking for waste in it costs a fifth of the start

from app import create_app  # noqa: E402
from config import Config  # noqa: E402

app = create_app(Config.from_environment())

gc.freeze()  # nor is it looked through again while people wait for an answer
gc.set_threshold(10_000, 20, 50)  # a page makes more than the 700 things after which Python looks by itself
gc.enable()
