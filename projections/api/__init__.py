"""The face of the memory in SQL: views per level, `api.stat`, and who may see which rows."""

from projections.api.install import install_api
from projections.api.readers import Reader, create_reader, revoke_reader

__all__ = ["Reader", "create_reader", "install_api", "revoke_reader"]
