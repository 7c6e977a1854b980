"""A case as a BagIt package (RFC 8493): what goes in, and how it is written as a folder or sent as an archive (R51)."""
