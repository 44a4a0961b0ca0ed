# SPDX-License-Identifier: MIT
# shellcheck shell=bash
#
# fuzz.sh - random system calls and random program headers: whatever a program
# does, the machine lives, says nothing but its own line, and leaks nothing.
#
#	SEED=N COUNT=N tests/e2e/fuzz.sh	other ones, or more
. "$(dirname "$0")/lib.sh"

limit=120
SEED=${SEED:-1}
COUNT=${COUNT:-5000}
# Each program is a boot of a machine in QEMU.
if is_hosted; then images=100; else images=20; fi
echo "# SEED=$SEED COUNT=$COUNT"

# said FILE: what is neither --stats nor the name of a missing call nor a
# refusal of memory.
said() {
	grep -Ev '^octavo: (entered at [0-9]+ of |system calls [0-9]+, traps|system call .* is not implemented$|asked for, and not there: |first user|faults [0-9]|pages taken|user copies|kmaps|host mappings|leaks: none)|^page allocation failure|^node [0-9]' "$1"
}

for uaccess in direct pinned; do
	for i in 0 1 2; do
		name="system calls, $uaccess, seed $((SEED + i))"
		out=$(rooted --mem 64M --uaccess "$uaccess" \
			--stats -- "$PROGRAMS/sysfuzz" $((SEED + i)) "$COUNT" \
			2>"$work/err" </dev/null)
		got=$?
		# Memory may be gone when the program itself needs a page.
		if [ "$got" = 137 ]; then
			skip "$name" 'no memory was left for the program'
			continue
		fi
		same "$name" '0 done' "$got $out"
		same "$name: nothing reported" '' "$(said "$work/err")"
		no_leaks "$name" "$work/err"
	done
done

# This one fills memory until a program's own pages are all that could be taken:
# each fault must not take what the one before it brought.
rooted --mem 16M --stats -- "$PROGRAMS/sysfuzz" \
	52 "$COUNT" >"$work/out" 2>"$work/err" </dev/null
case $? in
0 | 137) pass 'memory that runs out ends, well or killed' ;;
*) fail 'memory that runs out ends, well or killed' "$(tail -n 3 "$work/err")" ;;
esac
no_leaks 'memory that runs out' "$work/err"

# spoil FILE TIMES: some bytes of the headers, random or at a boundary.
spoil() {
	python3 - "$1" "$2" "$work" "$images" <<'END'
import random, sys

random.seed(int(sys.argv[2]))
data = open(sys.argv[1], 'rb').read()
wide = data[4] == 2
size, ehsize, phsize, at_phnum = (8, 64, 56, 56) if wide else (4, 52, 32, 44)
phnum = data[at_phnum] | data[at_phnum + 1] << 8
values = [0, 1, -1, 4095, 4096, 0x7fff0000, 0x7ffef000, 2**31, 2**32 - 1,
          2**63, 2**63 - 1, -4096, 0xffffffff81000000, 0x10000, 64, 0xc0000000]
fields = [24, 24 + size] + [ehsize + phsize * p + f for p in range(phnum)
                            for f in ((0, 8, 16, 32, 40, 48) if wide
                                      else (0, 4, 8, 16, 20, 24))]
for i in range(int(sys.argv[4])):
    image = bytearray(data)
    for _ in range(random.choice([1, 1, 2, 4])):
        at = random.choice(fields)
        what = random.random()
        if what < .4:
            image[random.randrange(ehsize + phsize * phnum)] = random.randrange(256)
        elif what < .95:
            old = int.from_bytes(image[at:at + size], 'little')
            new = random.choice(values + [old + 1, old - 4096, old + 4096])
            image[at:at + size] = \
                (new % 2**(8 * size)).to_bytes(size, 'little')
        else:
            image = image[:random.randrange(len(data))]
            break
    open('%s/image%d' % (sys.argv[3], i), 'wb').write(image)
END
}

spoil "$PROGRAMS/fault" "$SEED"
chmod +x "$work"/image*
for image in "$work"/image*; do
	rooted --mem 16M --stats -- "$image" list \
		>"$work/out" 2>"$work/err" </dev/null
	got=$?
	case $got in
	0 | 1 | 2 | 132 | 133 | 135 | 136 | 137 | 139) ;;
	*) fail "${image##*/}: a proper status" "$got" "$(cat "$work/err")" ;;
	esac
	grep -q 'leaks: none' "$work/err" ||
		fail "${image##*/}: nothing leaked" "$(cat "$work/err")"
	lines=$(said "$work/err" | wc -l)
	# 2 is also what the command answers to what cannot start.
	[ "$lines" = $((got > 2)) ] || [ "$got $lines" = '2 1' ] ||
		fail "${image##*/}: one line of its own" "$(cat "$work/err")"
done
[ "$bad" = 0 ] && pass "$images spoilt programs end properly"

finish
