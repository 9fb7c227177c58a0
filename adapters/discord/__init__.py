"""InkMirage on Discord. Inside this folder `discord` is the library; the folder itself is `adapters.discord`."""
