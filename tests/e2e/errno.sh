# SPDX-License-Identifier: MIT
# shellcheck shell=bash
#
# errno.sh - what system calls answer at the boundaries of their arguments: the
# same program on the host and inside.
. "$(dirname "$0")/lib.sh"

mkdir "$work/outside" "$work/inside"
chmod 711 "$work"
chmod 777 "$work/outside" "$work/inside"
on_host "$PROGRAMS/errno" "$work/outside" >"$work/host" 2>/dev/null
case $? in
0) ;;
126 | 139 | 159)
	skip 'all' 'the host does not run programs of this machine'
	finish ;;
*)
	fail 'answers of the host' "$(tail -n 3 "$work/host")"
	finish ;;
esac

for uaccess in direct pinned; do
	rooted --uaccess "$uaccess" --stats -- "$PROGRAMS/errno" "$work/inside" \
		>"$work/guest" 2>"$work/err" </dev/null
	same "the same answers, $uaccess" '' "$(diff "$work/host" "$work/guest")"
	no_leaks "answers, $uaccess" "$work/err"
done
same 'there were many' 1 $(($(wc -l <"$work/host") > 400))

finish
