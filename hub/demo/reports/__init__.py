"""The five reports: what their places' systems said, so that the printed figures come out."""
