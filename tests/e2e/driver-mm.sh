# SPDX-License-Identifier: MIT
# shellcheck shell=bash
#
# driver-mm.sh - a driver's memory in programs, mapped in each way there is:
# written, forked, moved, split, taken away, and held by a pipe.
. "$(dirname "$0")/lib.sh"
hosted_only "drivers are loaded into the command"
limit=60

driver=$top/tests/e2e/driver-mm/mm_test_dev.c
mkdir -p "$work/bin"
gcc -O1 -static -w -o "$work/bin/mm_user" "${driver%/*}/mm_user.c" ||
	fail 'the program is compiled' ''

# maps NAME HOW PIPE: what the program says, and nothing is left behind.
maps() {
	local out
	out=$("$OCTAVO" run --root "$work" --driver "$driver" \
		--param "how=$2" -- /bin/mm_user 2>"$work/err" </dev/null)
	same "$1" "written 1abcd; child X; moved Xd; split 2Xbcd; pipe $3; unmapped 0Xbcd; , status 0" \
		"$out, status $?"
}

maps 'memory of vmalloc_user()' 0 yes
maps 'frames by remap_pfn_range()' 1 EFAULT
maps 'pages by ->fault' 2 yes
maps 'frames by vmf_insert_pfn()' 3 EFAULT
maps 'pages by vm_insert_page()' 4 yes
finish
