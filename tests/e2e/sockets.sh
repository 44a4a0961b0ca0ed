# SPDX-License-Identifier: MIT
# shellcheck shell=bash
#
# sockets.sh - what calls on sockets of AF_UNIX answer, line by line, is what the
# host's kernel answers to the same programs (tests/programs/sock_*.c); a large
# file arrives as it was sent; python's asyncio and multiprocessing work; and
# nothing leaks, whoever is killed.
. "$(dirname "$0")/lib.sh"

bulk=100
is_hosted || bulk=16

for name in sock_calls sock_stream sock_dgram sock_names sock_scm; do
	program=$PROGRAMS/$name
	(mkdir -p "$work/$name" && cd "$work/$name" &&
		timeout 60 "$program" >"$work/host" 2>&1)
	case $? in
	126 | 139 | 159)
		skip "$name" 'the host does not run programs of this machine'
		continue ;;
	esac
	for uaccess in direct pinned; do
		rooted --uaccess "$uaccess" --stats -- "$program" \
			>"$work/inside" 2>"$work/stats" </dev/null
		same "$name as on the host, $uaccess" '' \
			"$(diff "$work/host" "$work/inside" | head -n 20)"
		no_leaks "$name leaves nothing behind, $uaccess" "$work/stats"
	done
done

# Bytes that say where they belong, of which every one is looked at.
for uaccess in direct pinned; do
	for how in stream dgram seqpacket; do
		out=$(rooted --uaccess "$uaccess" --stats -- \
			"$PROGRAMS/sock_bulk" "$how" "$bulk" 2>"$work/stats" </dev/null)
		same "$bulk MiB by $how arrive, $uaccess" 'all as sent' \
			"$(head -n 1 <<<"$out")"
		no_leaks "$how leaves nothing behind, $uaccess" "$work/stats"
	done
done

out=$(rooted --stats -- "$PROGRAMS/sock_bulk" killed 40 2>"$work/stats" </dev/null)
same 'whoever sends is killed' 'killed 40 times' "$(head -n 1 <<<"$out")"
no_leaks 'the killed leave nothing behind' "$work/stats"

out=$(rooted --stats -- /bin/busybox sh -c '
	/bin/busybox syslogd -O /tmp/log -S
	/bin/busybox sleep 0.3
	/bin/busybox logger -t me over /dev/log
	/bin/busybox sleep 0.3
	/bin/busybox cat /tmp/log' 2>"$work/stats" </dev/null)
same 'logger to syslogd' 1 "$(grep -c 'me: over /dev/log' <<<"$out")"
no_leaks 'syslogd leaves nothing behind' "$work/stats"

if ! is_hosted || ! command -v python3 >/dev/null; then
	skip 'python' 'needs the host'"'"'s python3'
	finish
fi
script=$top/tests/e2e/dynamic/sockets.py
(cd "$work" && timeout 60 python3 "$script") >"$work/host" 2>&1
(cd "$work" && limit=120 run --root / --stats -- python3 "$script") \
	>"$work/inside" 2>"$work/stats" </dev/null
same 'asyncio and multiprocessing as on the host' '' \
	"$(diff "$work/host" "$work/inside" | head -n 20)"
same 'they ended well' 'end' "$(tail -n 1 "$work/inside")"
no_leaks 'python leaves nothing behind' "$work/stats"
finish
