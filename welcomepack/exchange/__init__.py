"""Sending texts out as XLIFF, XLSX or CSV, and taking them in again without trusting them."""
