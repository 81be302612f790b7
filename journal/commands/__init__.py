"""What the commands do, a module a subject, a function a command: options and settings in, the exit status out."""
