"""UIS and CoMagic, Data API v2.0."""
