# SPDX-License-Identifier: MIT
# shellcheck shell=bash disable=SC2016
#
# processes.sh - a shell and what it starts do the same inside as on the host:
# fork, exec, wait, pipes, signals between processes.
. "$(dirname "$0")/lib.sh"

# The commands are busybox's, by name, and so are those that they start. A test
# may itself run with signals ignored; inside nobody is born with them.
both() {
	local name=$1 a b
	a=$(env --default-signal timeout 60 "$BUSYBOX" sh -c "$2" 2>&1 </dev/null; echo "status $?")
	b=$(run -- busybox sh -c "$2" 2>&1 </dev/null; echo "status $?")
	same "$name" "$a" "$b"
}

busy='b() { busybox "$@"; }; '
both 'a command' "$busy b true; echo \$?; b false; echo \$?"
both 'a missing command' 'no-such-command; echo $?'
both 'a pipeline' "$busy b seq 1 5000 | b sort -n | b tail -n 3 | b tr 1-9 a-i"
both 'status of a pipeline' "$busy b true | (exit 7); echo \$?"
both 'a million bytes through pipes' "$busy b yes | b head -c 1000000 | b cat | b md5sum"
both 'a pipe nobody reads' "$busy b yes | b head -n 2"
both 'a subshell and its variables' 'x=1; (x=2; exit 5); echo $x $?'
both 'command substitution' "$busy echo \$(b seq 3) \$(echo \$(b echo deep))"
both 'a here-document' "$busy b cat <<-EOF | b wc -c
	some text
	EOF"
both 'loops in pipes' "$busy b seq 3 | while read -r x; do echo \"got \$x\"; done"
both 'background and wait' '(exit 3) & wait $!; echo $?; (exit 4) & (exit 5) & wait; echo $?'
both 'many children' "$busy i=0; while [ \$i -lt 25 ]; do b true || echo bad; i=\$((i + 1)); done; echo \$i"
# Whether the shell says "Terminated" hangs on when it hears of it.
both 'killed by a signal' "$busy b sleep 9 & b sleep 0.2; kill \$!; wait \$! 2>/dev/null; echo \$?"
both 'a trap' 'trap "echo caught" USR1; kill -USR1 $$; echo after'
both 'a trap ends a wait' "$busy trap 'echo caught' USR1; (b sleep 0.1; kill -USR1 \$\$) & b sleep 0.4; echo after"
both 'an ignored signal' 'trap "" TERM; kill -TERM $$; echo alive'
both 'stopped and continued' "$busy b sleep 0.2 & kill -STOP \$!; kill -CONT \$!; wait \$!; echo \$?"
both 'a time limit' "$busy b timeout 0.2 busybox sleep 9; echo \$?"
both 'exec' "$busy exec busybox echo replaced"
both 'xargs' "$busy b seq 40 | b xargs -n 7 busybox echo"
both 'two writers' "$busy (b echo a; b echo b) | b sort; (b echo a & b echo b & wait) | b sort"
both 'an archive' "$busy cd /tmp && mkdir d\$\$ && b seq 2000 >d\$\$/x && b tar cz d\$\$ | b tar tz | b wc -l; rm -r d\$\$"
both 'parent and child' '(busybox sh -c "[ \$PPID != \$\$ ] && echo two")'
both 'groups' 'kill -0 0 && echo there; kill -0 99999 2>/dev/null || echo nobody'

status 'killed by its own signal' 137 run -- busybox sh -c 'kill -9 $$'
out=$(run --stats -- busybox sh -c \
	'busybox sleep 100 & busybox yes | busybox head -n 1; exit 0' 2>&1 </dev/null)
same 'what the first process leaves behind is gone' 1 "$(grep -c 'leaks: none' <<<"$out")"
finish
