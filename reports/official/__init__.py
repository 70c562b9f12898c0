"""The official forms, one module each: frozen dataclasses, and what the printed page needs beside them."""
