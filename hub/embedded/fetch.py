"""`python -m hub.embedded.fetch`: the broker's jars into the cache, verified against the lock, and its class archive; part of `make install`."""

from hub.embedded import archive, jars

if __name__ == "__main__":
    jars.install()
    archive.make()
