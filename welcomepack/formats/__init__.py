"""What comes out: each format turns an edition into files; a plain tuple is the registry."""
