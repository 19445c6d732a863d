"""The floor of HTTP: the same framework and server, and nothing behind them."""

import sys

from flask import Flask

application = Flask("hello")


@application.get("/")
def hello() -> str:
    return "Hello"


if __name__ == "__main__":
    import waitress

    waitress.serve(application, host="127.0.0.1", port=int(sys.argv[1]), threads=8)
