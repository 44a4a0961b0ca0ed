#!/bin/bash
# SPDX-License-Identifier: MIT
#
# Every door compiles alone, as the first header of a driver, on every machine:
# what it needs it includes itself.
set -u
cd "$(dirname "$0")/../.." || exit 1
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
declare -A machine=(
	[hosted]='-Ikernel/abi/x86_64/include -Iports/hosted/include'
	[i386]='-m32 -mregparm=3 -Ikernel/abi/i386/include -Iports/i386/include
		-Iports/x86/include'
	[x86_64]='-Ikernel/abi/x86_64/include -Iports/x86_64/include -Iports/x86/include'
)
mapfile -t doors < <(cd include && ls linux/*.h linux/*/*.h asm/*.h net/*.h)

compile() {
	# shellcheck disable=SC2086
	printf '#include <%s>\n' "$2" | ${CC:-gcc} -x c -fsyntax-only -std=gnu11 \
		-ffreestanding -nostdinc -isystem "$(${CC:-gcc} -print-file-name=include)" \
		-Iinclude ${machine[$1]} -D__KERNEL__ -DMODULE -DOCTAVO_DRIVER \
		-DKBUILD_MODNAME='"x"' -mgeneral-regs-only -O1 -Wall -Werror \
		-Wno-unused -Wno-missing-prototypes - > "$tmp/log" 2>&1
}

failed=0 nr=0
echo "1..${#machine[@]}"
for m in "${!machine[@]}"; do
	wrong=0
	nr=$((nr + 1))
	for door in "${doors[@]}"; do
		compile "$m" "$door" && continue
		wrong=$((wrong + 1))
		printf '# %s: %s\n' "$door" "$(grep -m 1 error "$tmp/log")"
	done
	if [ $wrong = 0 ]; then
		echo "ok $nr ${#doors[@]} doors compile alone on $m"
	else
		echo "not ok $nr $wrong of ${#doors[@]} doors do not compile alone on $m"
		failed=1
	fi
done
exit $failed
