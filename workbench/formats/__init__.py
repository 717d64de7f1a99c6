"""File formats: open byte streams to documents and back; services open the files."""
