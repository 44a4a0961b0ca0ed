#!/bin/bash
# SPDX-License-Identifier: MIT
#
# make run: a short tour. An unmodified static busybox runs on Octavo and its
# answers are compared with the host's own; any difference ends with status 1.
#
#	tools/tour.sh build/hosted/octavo [--machine i386|x86_64] [--pae]
#
# A machine in QEMU has a root of its own, with copies of the files. Needs a static busybox; make run sees to it.
set -u

octavo=$1
shift
machine=("$@")
busybox=busybox
[[ $* != *i386* ]] || busybox=build/i386-root/bin/busybox
failed=0
tmp=$(mktemp -d "${TMPDIR:-/tmp}/octavo-tour.XXXXXX")
trap 'rm -rf "$tmp"' EXIT

if [ -t 1 ]; then
	bold=$'\e[1m' dim=$'\e[2m' good=$'\e[32m' bad=$'\e[31m' off=$'\e[0m'
else
	bold='' dim='' good='' bad='' off=''
fi

title() { printf '\n%s%s%s\n' "$bold" "$1" "$off"; }

# show LINES ARGS...: run, print the command and at most LINES of its output.
show() {
	local lines=$1 got
	shift 2
	printf '%s$ octavo run %s%s\n' "$dim" "${machine[*]:+${machine[*]} }$*" "$off"
	"$octavo" run "${machine[@]}" "$@" >"$tmp/out" 2>&1 </dev/null
	got=$?
	head -n "$lines" "$tmp/out" | sed 's/^/  /'
	[ "$(wc -l <"$tmp/out")" -le "$lines" ] || echo "  ..."
	[ "$got" = 0 ] || verdict 1 "exit status $got"
}

verdict() {
	if [ "$1" = 0 ]; then
		printf '  %ssame%s   %s\n' "$good" "$off" "$2"
	else
		printf '  %sDIFFER%s %s\n' "$bad" "$off" "$2"
		failed=1
	fi
}

# agree OPTIONS -- ARGS...: busybox inside and busybox on the host.
agree() {
	local options=()
	while [ "$1" != -- ]; do
		options+=("$1")
		shift
	done
	shift
	"$octavo" run "${machine[@]}" --root "$root" "${options[@]}" -- busybox "$@" \
		>"$tmp/inside" 2>"$tmp/errors" </dev/null
	$busybox "$@" >"$tmp/outside" 2>/dev/null </dev/null
	cmp -s "$tmp/inside" "$tmp/outside"
	verdict $? "busybox $*${options[*]:+  (${options[*]})}"
}

# In QEMU a file is in memory twice while the root is unpacked.
if [ ${#machine[@]} = 0 ]; then
	root=/
	head -c 20000000 /dev/urandom >"$tmp/random"
else
	root=$tmp/root
	head -c 5000000 /dev/urandom >"$tmp/random"
	mkdir -p "$root/bin" "$root/etc" "$root$tmp"
	cp "$(command -v $busybox)" "$root/bin/busybox"
	cp -a /etc/passwd /etc/group "$root/etc/"
	ln "$tmp/random" "$root$tmp/"
fi

title 'An unmodified program on memory that is all Octavo'"'"'s'
show 3 run -- busybox echo 'hello from inside'
show 4 run -- busybox sh -c 'for f in 1 2 3; do echo "turn $f"; done'

title 'Real files, compared with the host'"'"'s own answer'
agree -- md5sum /etc/passwd
agree -- sha256sum "$tmp/random"
agree -- wc /etc/group /etc/passwd
agree -- ls -l /etc/passwd
agree --mem 32M -- md5sum "$tmp/random"

title 'User memory reached the other way: pin the page, map it, copy'
agree --uaccess pinned -- sha256sum "$tmp/random"
agree --uaccess pinned -- head -n 5 /etc/passwd

title 'What the machine says of itself'
show 5 run --mem 1G -- busybox head -n 5 /proc/meminfo
show 6 run --mem 1G --lowmem 512M -- busybox cat /proc/buddyinfo
show 5 run -- busybox head -n 5 /proc/slabinfo
show 8 run -- busybox cat /proc/self/maps

title 'Everything it took has come back'
"$octavo" run "${machine[@]}" --root "$root" --stats -- busybox md5sum "$tmp/random" \
	>/dev/null 2>"$tmp/stats"
sed 's/^/  /' "$tmp/stats"
grep -q 'leaks: none' "$tmp/stats" || { verdict 1 'something leaked'; }

echo
if [ "$failed" = 0 ]; then
	echo "${good}The host and Octavo agree everywhere.${off}"
else
	echo "${bad}There are differences.${off}"
fi
exit "$failed"
