"""What development needs beside the program: catalogues and test servers. Never imported by it."""
