# SPDX-License-Identifier: MIT
# shellcheck shell=bash
#
# san.sh - octavo test --san address: a driver that goes one byte beyond what it
# allocated, of a size that no cache has, is stopped where it does so.
. "$(dirname "$0")/lib.sh"
hosted_only 'drivers are tested on the hosted machine'

src=$top/tests/e2e/san

# tested CASE: run it; $out is what was said, $got the status.
tested() {
	out=$(timeout 100 "$OCTAVO" test "$src/over_test.c" \
		--driver "$src/over.c" --san address --filter "over.$1" \
		2>&1 </dev/null)
	got=$?
}

# stops NAME CASE HOW: AddressSanitizer does, on the line of over.c that HOW.
stops() {
	local at
	at=$(grep -n "/\* $3 at" "$src/over.c" | cut -d : -f 1)
	tested "$2"
	same "$1: status" 3 "$got"
	if grep -q 'ERROR: AddressSanitizer: use-after-poison' <<<"$out" &&
		grep -q "^ *#0 .* in over_.*/over.c:$at\$" <<<"$out"; then
		pass "$1: over.c:$at"
	else
		fail "$1: over.c:$at" "$out"
	fi
}

tested inside
if [ "$got" = 2 ] && [[ $out = *'this octavo is not built'* ]]; then
	skip 'AddressSanitizer for drivers' 'not built: make SAN=address,undefined'
	finish
fi
same 'the last byte: status' 0 "$got"
if grep -q '^# Totals: pass:1 fail:0' <<<"$out"; then
	pass 'the last byte'
else
	fail 'the last byte' "$out"
fi
stops 'a byte behind is read' reads reads
stops 'a byte behind is written' writes writes

finish
