"""Pages of Part I: who may act, why not, and what the registrar and the members record."""
