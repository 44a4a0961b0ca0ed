# SPDX-License-Identifier: MIT
# shellcheck shell=bash
#
# files.sh - files of the host, read through the page cache, have the host's
# bytes: all sizes, with little memory, and with both ways of user access.
. "$(dirname "$0")/lib.sh"
hosted_only 'files of the host are read where they are'

: >"$work/empty"
printf x >"$work/one"
head -c 4095 /dev/urandom >"$work/4095"
head -c 4097 /dev/urandom >"$work/4097"
head -c $((100 << 20)) /dev/urandom >"$work/100M"

# hash NAME FILE OPTION...
hash() {
	local name=$1 file=$2
	shift 2
	same "md5sum, $name" "$(md5sum "$file")" \
		"$("$OCTAVO" run --root / "$@" -- busybox md5sum "$file" 2>&1)"
}

for size in empty one 4095 4097 100M; do
	hash "$size" "$work/$size"
	hash "$size, pinned" "$work/$size" --uaccess pinned
done
# 100 MiB through 64 MiB: clean pages of the cache are given up.
hash '100M, 64 MiB of memory' "$work/100M" --mem 64M
hash '100M, 64 MiB, all of it low' "$work/100M" --mem 64M --lowmem 64M
hash '100M, 64 MiB, most of it high' "$work/100M" --mem 64M --lowmem 24M
hash '100M, 64 MiB, pinned' "$work/100M" --mem 64M --uaccess pinned
same 'sha256sum, 4095' "$(sha256sum "$work/4095")" \
	"$(inside sha256sum "$work/4095")"
same 'cat, 4097' "$(md5sum <"$work/4097")" "$(inside cat "$work/4097" | md5sum)"
same 'cat, 100M' "$(md5sum <"$work/100M")" "$(inside cat "$work/100M" | md5sum)"
same 'dd with an odd block size' \
	"$(dd if="$work/100M" bs=100003 skip=7 count=99 2>/dev/null | md5sum)" \
	"$(inside dd if="$work/100M" bs=100003 skip=7 count=99 2>/dev/null | md5sum)"
same 'standard input' "$(md5sum <"$work/4097")" \
	"$(inside md5sum <"$work/4097")"
same 'a pipe as standard input' "$(md5sum <"$work/100M")" \
	"$(cat "$work/100M" | inside md5sum)"

# What programs write stays inside.
find "$work" | sort >"$work.before"
inside sh -c "echo new >$work/new; echo more >>$work/one; read a <$work/new; echo \$a" >"$work.out" 2>&1
find "$work" | sort >"$work.after"
same 'a file written inside can be read inside' new "$(cat "$work.out")"
same 'nothing of it is on the host' "$(cat "$work.before")" "$(cat "$work.after")"
same 'and the file appended to is as it was' x "$(cat "$work/one")"
rm -f "$work".before "$work".after "$work".out

finish
