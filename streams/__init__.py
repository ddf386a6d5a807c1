"""The gate: facts are checked here, once. The Faust application lives here. Imports schemas alone."""
