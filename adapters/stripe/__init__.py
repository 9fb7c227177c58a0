"""Card payments. Inside this folder `stripe` is the library; the folder itself is `adapters.stripe`."""
