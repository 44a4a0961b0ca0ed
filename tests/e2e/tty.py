#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""tty.py SCENARIO COMMAND... - sit at a terminal and type.

COMMAND is a busybox shell on a fresh pseudo terminal, on the host or inside
of a machine. A scenario types into it and prints what it saw, so that the two
can be compared. The terminal's own modes are looked at before and after.
"""
import fcntl
import os
import re
import select
import signal
import struct
import sys
import termios
import time

PROMPT = b"%%> "
LIMIT = 40.0


class Terminal:
    def __init__(self, command, rows=24, columns=80):
        self.master, self.slave = os.openpty()
        self.resize(rows, columns)
        self.before = termios.tcgetattr(self.slave)
        self.seen = b""
        self.pid = os.fork()
        if self.pid == 0:
            os.setsid()
            fcntl.ioctl(self.slave, termios.TIOCSCTTY, 0)
            for fd in range(3):
                os.dup2(self.slave, fd)
            os.closerange(3, 100)
            os.execvp(command[0], command)

    def resize(self, rows, columns):
        fcntl.ioctl(self.slave, termios.TIOCSWINSZ,
                    struct.pack("HHHH", rows, columns, 0, 0))

    def fill(self, timeout):
        if not select.select([self.master], [], [], timeout)[0]:
            return False
        self.seen += os.read(self.master, 65536)
        return True

    def expect(self, pattern):
        """What comes up to the end of pattern, that included."""
        end = time.time() + LIMIT
        while True:
            found = re.search(pattern, self.seen, re.S)
            if found:
                out = self.seen[:found.end()]
                self.seen = self.seen[found.end():]
                return out.replace(b"\x1b[6n", b"")
            if time.time() > end:
                print("TIMEOUT waiting for", pattern, "after", self.seen)
                os.kill(self.pid, signal.SIGKILL)
                sys.exit(1)
            self.fill(0.1)

    def type(self, keys):
        os.write(self.master, keys)

    def command(self, line):
        """Run a line in the shell; what it printed."""
        self.type(line + b"\r")
        out = self.expect(re.escape(PROMPT))
        return out[:-len(PROMPT)].split(b"\r\n", 1)[-1]

    def start(self):
        self.expect(rb"[#$] ")
        self.type(b"PS1='%'%'> '\r")
        self.expect(re.escape(PROMPT))

    def end(self):
        """The wait status, once it is over."""
        end = time.time() + LIMIT
        while time.time() < end:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                return status
            self.fill(0.05)
        os.kill(self.pid, signal.SIGKILL)
        return "TIMEOUT"

    def restored(self):
        return termios.tcgetattr(self.slave) == self.before


def say(*what):
    print(*what, flush=True)


def jobs(t):
    """Ctrl-Z, jobs, bg, fg, Ctrl-C, kill."""
    t.type(b"sleep 100\r")
    t.expect(b"sleep 100\r\n")
    time.sleep(0.5)
    t.type(b"\x1a")
    say(t.expect(re.escape(PROMPT)))
    say(t.command(b"jobs"))
    say(t.command(b"bg"))
    say(t.command(b"jobs"))
    t.type(b"fg\r")
    t.expect(b"sleep 100\r\n")
    time.sleep(0.3)
    t.type(b"\x03")
    say(t.expect(re.escape(PROMPT)))
    say(t.command(b"echo $?; jobs"))
    t.command(b"sleep 100 &")
    t.command(b"kill %1; wait")
    say(t.command(b"jobs; echo over"))


def interrupt(t):
    """Ctrl-C ends what computes, what sleeps, and what reads."""
    for line in (b"while :; do :; done", b"sleep 100", b"cat"):
        t.type(line + b"\r")
        t.expect(b"\r\n")
        time.sleep(0.5)
        t.type(b"\x03")
        say(t.expect(re.escape(PROMPT)))
        say(t.command(b"echo $?"))
    t.type(b"cat\r")
    t.expect(b"\r\n")
    time.sleep(0.3)
    t.type(b"\x1c")
    say(t.expect(re.escape(PROMPT)))


def background(t):
    """Who is not in the foreground may not read, nor write if that is said."""
    t.command(b"cat &")
    time.sleep(0.5)
    say(t.command(b"jobs"))
    t.command(b"kill -9 %1; wait")
    t.command(b"stty tostop")
    t.command(b"echo hidden &")
    time.sleep(0.5)
    say(t.command(b"stty -tostop; jobs"))
    say(b"hidden" in t.command(b"fg"))


def editing(t):
    """Keys that edit a line, as the terminal echoes them."""
    lines = (b"abc\x7f\x7fde", b"one two\x17three", b"gone\x15kept",
             b"a\x16\x03b", b"a\tb\x7f\x7f\x7fc", b"x\x12y", b"\x01z\x7f\x7f!",
             b"tail  \x17\x17\x7f.")
    t.type(b"cat\r")
    t.expect(b"\r\n")
    time.sleep(0.3)
    for line in lines:
        t.type(line + b"\r")
        # The echo, with ^R in two lines, and what cat makes of it.
        say(t.expect(rb"([^\n]*\n){%d}" % (3 if b"\x12" in line else 2)))
    t.type(b"no newline\x04")
    say(t.expect(b"no newlineno newline"))
    t.type(b"\x04")
    say(t.expect(re.escape(PROMPT)))


def modes(t):
    """stty: what it says, and what it changes."""
    say(t.command(b"stty -a | grep -v line"))
    say(t.command(b"stty -echo; read x; echo \"<$x>\"\rhidden"))
    say(t.command(b"stty sane"))
    t.type(b"stty raw -echo; dd bs=1 count=3 2>/dev/null | od -c; stty sane\r")
    time.sleep(0.7)
    t.type(b"\x03\r\x1a")
    say(t.expect(re.escape(PROMPT)))
    say(t.command(b"stty -opost; echo x; stty opost"))
    say(t.command(b"test -t 0 && test -t 1 && test -t 2 && echo terminals"))
    say(t.command(b"(exec 3</dev/tty) && echo has one"))


def size(t):
    """The size, and its changes."""
    say(t.command(b"stty size"))
    t.resize(50, 132)
    time.sleep(0.5)
    # The shell draws its prompt again, before or behind what is typed.
    t.type(b"stty size; echo end-$((6 * 7))\r")
    say(b"50 132" in t.expect(rb"end-42\r\n.*?" + re.escape(PROMPT)))
    # What a program sets stays although keys come.
    say(t.command(b"stty rows 33; stty size"))
    # A script is told (the shell's own editor takes no traps).
    t.type(b"sh -c 'trap \"stty size; exit 9\" WINCH; echo ready; "
           b"while :; do sleep 0.1; done'; echo told-$?\r")
    t.expect(rb"\nready\r\n")
    t.resize(60, 100)
    say(t.expect(rb"told-\d+\r\n").strip().split(b"\r\n"))


def programs(t):
    """vi writes a file; top shows a page."""
    t.command(b"cd /tmp; rm -f tty-vi-test")
    t.type(b"vi tty-vi-test\r")
    t.expect(rb"- tty-vi-test")
    t.type(b"ihello\rworld")
    t.expect(rb"\[Modified\] 2/2")
    # What follows an escape at once would be one key with it.
    time.sleep(0.5)
    t.type(b"\x1b")
    t.expect(rb"- tty-vi-test \[Modified\] 2/2")
    t.type(b"k0x:wq\r")
    t.expect(re.escape(PROMPT))
    say(t.command(b"cat tty-vi-test; rm tty-vi-test"))
    say(t.command(b"top -b -n1 | head -n 1 | cut -c 1-4"))


def ending(t):
    """The shell's status is the command's, and the terminal as before."""
    t.type(b"exit 7\r")
    say(os.waitstatus_to_exitcode(t.end()), t.restored())


def leaving(t):
    """Three times Ctrl-], which is not what two of them are."""
    t.type(b"\x1d\x1d")
    time.sleep(1.2)
    t.type(b"\x1d\x1d\x1d")
    say(os.waitstatus_to_exitcode(t.end()), t.restored())


def killed(t, sig=signal.SIGTERM):
    os.kill(t.pid, sig)
    say(os.waitstatus_to_exitcode(t.end()), t.restored())


def crashed(t):
    """The process that runs the machine is killed."""
    children = open(f"/proc/{t.pid}/task/{t.pid}/children").read().split()
    os.kill(int(children[0]), signal.SIGKILL)
    say(os.waitstatus_to_exitcode(t.end()), t.restored())


def hang_up(t):
    """The terminal goes away under the machine."""
    os.close(t.slave)
    os.close(t.master)
    end = time.time() + LIMIT
    while time.time() < end and not os.waitpid(t.pid, os.WNOHANG)[0]:
        time.sleep(0.05)
    say(time.time() < end)


def main():
    scenario = globals()[sys.argv[1]]
    t = Terminal(sys.argv[2:])
    t.start()
    scenario(t)
    if scenario in (ending, leaving, killed, crashed, hang_up):
        return
    t.type(b"exit 3\r")
    time.sleep(0.1)
    t.type(b"exit 3\r")
    say("status", os.waitstatus_to_exitcode(t.end()))


main()
