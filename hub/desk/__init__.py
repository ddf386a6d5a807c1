"""The quarantine desk: what did not pass is looked at, judged anew, or said again by the desk itself."""
