"""`python -m hub.embedded.fetch`: the broker's jars into the cache, verified against the lock; part of `make install`."""

from hub.embedded.jars import install

if __name__ == "__main__":
    install()
