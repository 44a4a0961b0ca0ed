# SPDX-License-Identifier: MIT
# shellcheck shell=bash
#
# checks.sh - what the machine finds about drivers that do damage, those of
# tests/drivers-bad/: each report comes once and names the line, and drivers that
# do none cause none.
. "$(dirname "$0")/lib.sh"
hosted_only "drivers are watched on the hosted machine"

drivers=tests/drivers-bad
out=$work/out
cd "$top" || exit 1

# line FILE MARK: number of the line with the comment /* BAD: MARK */
line() {
	grep -n "BAD: $2" "$drivers/$1" | cut -d : -f 1
}

# run FILE OPTIONS... -- PROGRAM: reports in $out
run() {
	file=$1
	shift
	timeout 60 "$OCTAVO" run --driver "$drivers/$file" "$@" >"$out" 2>&1
	ended=$?
}

# finds NAME TEXT FILE LINE: one report with that text, and the line below it
finds() {
	found=$(grep -c "^octavo: $2" "$out")
	if [ "$found" = 1 ] && grep -q "$3:$4)" "$out" && [ $ended != 0 ]; then
		pass "$1"
	else
		fail "$1: $found reports '$2', status $ended: $(head -n 5 "$out")"
	fi
}

# stray NAME TEXT FILE LINE: the same of a driver's own access. Sanitized drivers
# are AddressSanitizer's to watch: it knows objects, and says it in its words.
stray() {
	if [ -z "$sanitizers" ]; then
		finds "$@"
	elif [[ $sanitizers != *address* || $1 = *page* || $1 = *pointer* ]]; then
		skip "$1" "with sanitizers only objects are watched, by address"
	elif grep -q 'ERROR: AddressSanitizer: use-after-poison' "$out" &&
		grep -q "#0 .*$3:$4" "$out" && [ "$ended" = 3 ]; then
		pass "$1"
	else
		fail "$1: status $ended: $(head -n 5 "$out")"
	fi
}

silent() {
	if [ "$ended" = 0 ] && [ ! -s "$out" ]; then
		pass "$1"
	else
		fail "$1: status $ended: $(head -n 5 "$out")"
	fi
}

# user HOW [TIMES]: have the driver do it so often
user() {
	run user.c -- busybox sh -c "echo $1 >/dev/user; echo $1 >/dev/user
dd if=/dev/user of=/dev/null bs=64 count=${2:-2} 2>/dev/null"
}

pages() {
	run pages.c --param how="$1" -- busybox sh -c \
		'echo aaaa >/dev/pages; echo b >/dev/pages'
}

run leak.c -- busybox true
finds 'an object that is left' 'leak: module leak: .* kmalloc-128, 100' \
	leak.c "$(line leak.c 'leaked object')"
finds 'pages that are left' 'leak: module leak: .* pages, 16384' \
	leak.c "$(line leak.c 'leaked pages')"

run later.c --param how=0 -- busybox true
if [ $ended = 4 ] && grep -q 'leak: module later: a timer that is started' "$out" &&
	grep -q 'will call at later_ring (' "$out"; then
	pass 'a timer that is left'
else
	fail "a timer that is left: status $ended: $(head -n 5 "$out")"
fi
run later.c --param how=1 -- busybox true
finds 'memory freed with a timer in it' 'freed with a timer in it' \
	later.c "$(line later.c 'freed early')"
run later.c --param how=2 -- busybox true
silent 'a timer that is stopped first'

touch=$(grep -n 'p\[i\] = 1' $drivers/heap.c | cut -d : -f 1)
run heap.c --param what=0 -- busybox true
stray 'use after free' 'use after free: write to offset 5' heap.c "$touch"
run heap.c --param what=1 -- busybox true
stray 'one byte too far' 'out of bounds: write to offset 60' heap.c "$touch"
run heap.c --param what=2 -- busybox true
stray 'one byte too early' 'out of bounds: write to offset -1' heap.c "$touch"
run heap.c --param what=3 -- busybox true
finds 'double free' 'slab: double free' heap.c "$(line heap.c again)"
run heap.c --param what=4 -- busybox true
stray 'a page after free' 'use after free: .* a page' heap.c "$touch"
run heap.c --param what=5 -- busybox true
silent 'a driver that uses the heap well'

user r
stray 'a user pointer read' 'user pointer dereferenced: read' \
	user.c "$(line user.c read)"
user w
stray 'a user pointer written' 'user pointer dereferenced: write' \
	user.c "$(line user.c write)"
user h
finds 'bytes of the heap leave' 'info leak: of 40 bytes .* heap' \
	user.c "$(line user.c heap)"
user p
finds 'a gap on the stack leaves' 'info leak: of 24 bytes .* stack' \
	user.c "$(line user.c gap)"
user v
finds 'a variable leaves' 'info leak: of 32 bytes .* stack' \
	user.c "$(line user.c variable)"
user s 1
finds 'a copy with a spinlock held' 'WARNING: .*sleeping call' \
	user.c "$(line user.c locked)"
user g
silent 'a driver that copies well'

pages 1
finds 'put of a pin' 'put_page() of a page that was pinned' \
	pages.c "$(line pages.c put)"
pages 2
finds 'unpin of what was got' 'unpin_user_page() of a page' \
	pages.c "$(line pages.c unpin)"
pages 3
finds 'written and not dirtied' 'a pinned page was written' \
	pages.c "$(line pages.c dirty)"
pages 4
finds 'a pin that is left' 'leak: module pages: .* 2 of pinned pages' \
	pages.c "$(grep -n 'n = pin_user' $drivers/pages.c | cut -d : -f 1)"
pages 5
silent 'a driver that gets and puts'
pages 6
silent 'a driver that pins and says that it wrote'

finish
