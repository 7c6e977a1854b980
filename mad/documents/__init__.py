"""How the Division's documents are made: PDF set by Typst, DOCX written part by part. What they say, the apps know."""
