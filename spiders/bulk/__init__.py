"""Whole archives on many processes and machines: WARC files in, Parquet out, on datatrove's executors."""
