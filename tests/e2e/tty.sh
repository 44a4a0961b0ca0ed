# SPDX-License-Identifier: MIT
# shellcheck shell=bash
#
# tty.sh - a session at a terminal: the same keys typed to a shell inside and to
# the host's; leaving, and what is left of the terminal afterwards.
. "$(dirname "$0")/lib.sh"

at_terminal() { timeout 90 python3 "$top/tests/e2e/tty.py" "$@" 2>&1; }

# both NAME SCENARIO: prints the same inside as on the host, where a busy host's
# shell may miss a key once.
both() {
	local host
	host=$(at_terminal "$2" "$BUSYBOX" sh) ||
		host=$(at_terminal "$2" "$BUSYBOX" sh) ||
		fail "$1, on the host" "$host"
	same "$1" "$host" \
		"$(at_terminal "$2" "$OCTAVO" run "${machine[@]}" -- sh)"
}

both 'jobs stopped, continued and ended by keys' jobs
both 'ctrl-C and ctrl-\ ' interrupt
both 'in the background' background
both 'editing a line' editing
both 'modes' modes
both 'the size and its changes' size
both 'vi and top' programs

for end in 'ending 7' 'leaving 129' 'killed -15' 'crashed 3'; do
	same "the terminal is as it was: ${end% *}" "${end#* } True" \
		"$(at_terminal "${end% *}" "$OCTAVO" run "${machine[@]}" -- sh)"
done
same 'the end of the terminal is the end' True \
	"$(at_terminal hang_up "$OCTAVO" run "${machine[@]}" -- sh)"

# ---- pairs -----------------------------------------------------------------------

check 'pairs on the host' on_host "$PROGRAMS/pty"
same 'pairs, as on the host' "$(on_host "$PROGRAMS/pty" </dev/null)" \
	"$(rooted --stats -- "$PROGRAMS/pty" 2>"$work/stats" </dev/null)"
no_leaks 'pairs' "$work/stats"

# ---- without a terminal ------------------------------------------------------------

same 'no terminal, no controlling one' 'not a tty
no' "$(run -- sh -c 'tty; (exec 3</dev/tty) 2>/dev/null || echo no' </dev/null)"
same 'input for one, time for another' 'a
tick
b' "$({ echo a; sleep 3; echo b; } | run -- sh -c \
	'(sleep 1; echo tick) & while read -r x; do echo "$x"; done')"

# ---- init ----------------------------------------------------------------------------

root=$work/root
mkdir -p "$root/bin" "$root/etc" "$root/dev" "$root/proc"
cp "$BUSYBOX" "$root/bin/busybox"
for name in init sh echo kill sleep poweroff; do ln -s busybox "$root/bin/$name"; done
cat >"$root/etc/inittab" <<-'END'
	::sysinit:/bin/echo first
	::wait:/bin/sh -c 'echo second; kill -9 1; kill -INT 1; sleep 0.1'
	::once:/bin/poweroff
	::shutdown:/bin/echo last
END
out=$(run --stats --root "$root" --init /bin/init </dev/null 2>"$work/stats"; echo "status $?")
same 'init, and off' 'first
second
last
status 0' "$(grep -v -e '^$' -e '^The system' -e '^Sent' -e '^Requesting' <<<"$out" | tr -d '\r')"
no_leaks 'init' "$work/stats"
status 'the status of an init that ends' 5 run --init /bin/sh -- -c 'exit 5'
status 'a missing init' 2 run --init /bin/nothing
finish
