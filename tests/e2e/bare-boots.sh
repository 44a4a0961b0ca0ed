# SPDX-License-Identifier: MIT
# shellcheck shell=bash
#
# bare-boots.sh - small and large memories: each boots, has the zones it should
# have, says how much memory there is, and most of it can be filled.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/lib-bare.sh"
need_machines

# zones FILE: those that have pages, in order.
zones() {
	awk '/^Node/ { zone = $4 } /^ +managed/ && $2 > 0 { printf "%s ", zone }' "$1"
}

# What there should be.
expected_zones() {
	local m=$1 mib=$2
	case $m in
	i386*)
		[ "$mib" -le 16 ] && { echo 'DMA '; return; }
		echo "DMA Normal $([ "$mib" -gt 896 ] && echo 'HighMem ')" ;;
	# What QEMU has beyond 3 GiB lies above 4.
	*)
		echo "DMA $([ "$mib" -gt 16 ] && echo 'DMA32 ')$([ "$mib" -ge 3584 ] && echo 'Normal ')" ;;
	esac
}

# boot MACHINE MIB: one boot for what /proc says, one to fill it.
boot() {
	local m=$1 mib=$2 total least name="$1, $2 MiB"
	root_of "$m" fill cat
	if ! run_on "$m" --mem "${mib}M" --root "$work/root" -- /cat \
		/proc/meminfo /proc/zoneinfo >"$work/proc" 2>"$work/err" </dev/null; then
		fail "$name: boots" "$(cat "$work/err")"
		return
	fi
	pass "$name: boots"
	same "$name: zones" "$(expected_zones "$m" "$mib")" \
		"$(zones "$work/proc")"
	# Frame descriptors, tables and the image are all that may be missing.
	total=$(awk '/^MemTotal/ { print int($2 / 1024) }' "$work/proc")
	least=$((mib - mib / 64 - 3))
	if [ "$total" -ge "$least" ] && [ "$total" -le "$mib" ]; then
		pass "$name: MemTotal is plausible"
	else
		fail "$name: MemTotal is plausible" "$total MiB of $mib, at least $least"
	fi
	run_on "$m" --mem "${mib}M" --stats --root "$work/root" -- /fill 85 \
		>"$work/out" 2>"$work/err" </dev/null
	same "$name: filled" 0 $?
	no_leaks "$name: filled" "$work/err"
	high_memory "$name" "$m" "$mib"
}

# pages LINE WORD: a number of a line that fill wrote.
pages() {
	sed -n "s/^$1: .*[ ]\([0-9]*\) $2.*/\1/p" "$work/out"
}

# Where there is high memory, files and programs get theirs from it.
high_memory() {
	local name=$1 m=$2 mib=$3 file
	case $m in i386*) ;; *) return ;; esac
	file=$(pages file high)
	if [ "$mib" -le 896 ]; then
		same "$name: no page from high memory" 0 "$file"
	elif [ "$mib" -le 1000 ]; then
		# One MiB of it is soon full.
		check "$name: a page from high memory" test "$(($(pages memory high) + file))" -gt 0
	else
		check "$name: file pages from high memory" test "$file" -ge 1024
		# A program fills 2,600 MiB at most; half of that is enough.
		check "$name: user pages from high memory" test "$(pages memory high)" -gt \
			$((((mib < 3000 ? mib : 3000) - 896) * 128))
	fi
}

for m in $(machines); do
	case $m in
	i386) sizes='16 64 896 897 2048 3584' ;;
	i386-pae) sizes='16 64 896 897 2048 3584 6144' ;;
	*) sizes='16 64 896 897 2048 3584 6144' ;;
	esac
	for mib in ${SIZES:-$sizes}; do
		boot "$m" "$mib"
	done
done

# What busybox, and what it came in, takes.
for m in $(machines); do
	case $m in i386*) ;; *) continue ;; esac
	if [ ! -x "$BUSYBOX" ]; then
		skip "$m: pages of high memory are in use" 'no busybox for i386'
		continue
	fi
	run_on "$m" --mem 2G -- busybox cat /proc/zoneinfo >"$work/zones" 2>"$work/err" </dev/null
	used=$(awk '/^Node/ { zone = $4 } zone == "HighMem" && /pages free/ { free = $3 }
		zone == "HighMem" && /^ +managed/ { print $2 - free }' "$work/zones")
	check "$m: pages of high memory are in use" test "${used:-0}" -gt 100
done

finish
