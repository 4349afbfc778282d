# SPDX-License-Identifier: MIT
"""What a program wrote, as the screen of an emulator (cells.c)."""
import subprocess


class Cells:
    """An emulator, and the reference described in cells.c."""

    def __init__(self, command, columns=100, rows=30):
        self.rows = rows
        self.child = subprocess.Popen([command, str(columns), str(rows)], stdin=subprocess.PIPE,
                                      stdout=subprocess.PIPE)

    def ask(self, question):
        self.child.stdin.write(question)
        self.child.stdin.flush()
        return self.child.stdout.readline().decode(errors="replace").rstrip("\n")

    def take(self, output):
        return int(self.ask(b"take %d\n%s" % (len(output), output)))

    def row(self, number):
        return self.ask(b"row %d\n" % number)

    def screen(self):
        return [self.row(number) for number in range(self.rows)]

    def close(self):
        self.child.stdin.close()
        self.child.wait()
