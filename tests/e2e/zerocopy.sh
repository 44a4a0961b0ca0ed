# SPDX-License-Identifier: MIT
# shellcheck shell=bash
#
# zerocopy.sh - TCP that sends a program's own pages: what arrives, what the error
# queue tells and when is as on the host, and no pin, map or page is left, also
# when the sender is killed with pages on their way.
. "$(dirname "$0")/lib.sh"

if run -- busybox nc -l -p 0 -w 1 </dev/null 2>&1 | grep -q 'not supported'; then
	skip 'all' 'there is no lwIP in this kernel: tools/need.sh lwip'
	finish
fi

(cd "$work" && timeout 60 "$PROGRAMS/zerocopy" >host 2>&1)
echo "status $?" >>"$work/host"
for way in direct pinned; do
	limit=120 rooted --uaccess $way --stats -- "$PROGRAMS/zerocopy" \
		>"$work/inside" 2>"$work/stats" </dev/null
	echo "status $?" >>"$work/inside"
	same "$way: as on the host" '' \
		"$(diff "$work/host" "$work/inside" | head -n 20)"
	no_leaks "$way" "$work/stats"
done
finish
