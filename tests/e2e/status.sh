# SPDX-License-Identifier: MIT
# shellcheck shell=bash
#
# status.sh - exit statuses, and bad input: one clear line, status 2, nothing
# left behind.
. "$(dirname "$0")/lib.sh"

status 'true' 0 run -- busybox true
status 'false' 1 run -- busybox false
status 'exit 42' 42 run -- busybox sh -c 'exit 42'
status 'applet by its own name' 0 run -- true
status 'an absolute path' 0 run -- /bin/busybox true
status 'without --' 0 run busybox true
status 'a program of the host' 0 rooted -- "$PROGRAMS/now"

cp "$BUSYBOX" "$work/busybox"
head -c 40 "$BUSYBOX" >"$work/truncated"
head -c 5000 "$BUSYBOX" >"$work/cut"
printf '#!/bin/sh\necho hello\n' >"$work/script"
printf 'just text\n' >"$work/text"
: >"$work/empty"
# The class byte says 64 bits for 32, or 32 for 64; then other fields lie.
# spoil NAME OFFSET BYTES: a copy of busybox with other bytes in its header.
spoil() {
	cp "$BUSYBOX" "$work/$1"
	printf "$3" | dd of="$work/$1" bs=1 seek="$2" conv=notrunc status=none
}

# Where the table of segments is (far outside the file), how many there are,
# and where the program begins (in the upper half).
if [ $arch = i386 ]; then
	spoil class 4 '\002'
	spoil phoff 28 '\377\377\377\177'
	spoil phnum 44 '\377\377'
	spoil entry 24 '\000\000\020\300'
else
	spoil class 4 '\001'
	spoil phoff 32 '\377\377\377\377\377\377\377\177'
	spoil phnum 56 '\377\377'
	spoil entry 24 '\000\000\000\000\000\210\377\377'
fi
spoil arm 18 '\267\000'
chmod 755 "$work"/*
cp "$work/text" "$work/plain"
chmod 644 "$work/plain"

# oneline NAME WANT ARGS...: the status, one line that names the matter, and no
# other output.
oneline() {
	local name=$1 want=$2 out got lines
	shift 2
	out=$("$@" 2>"$work.err" </dev/null)
	got=$?
	lines=$(wc -l <"$work.err")
	if [ "$got" = "$want" ] && [ "$lines" = 1 ] && [ -z "$out" ] &&
		grep -q '^octavo: ' "$work.err"; then
		pass "$name"
	else
		fail "$name" "status $got, expected $want; standard error:" "$(cat "$work.err")" "$out"
	fi
}

oneline 'no such program' 2 run -- no-such-program
oneline 'no such file' 2 rooted -- /no/such/file
oneline 'not executable' 2 rooted -- "$work/plain"
oneline 'a folder' 2 rooted -- /etc/apt
oneline 'truncated in the header' 2 rooted -- "$work/truncated"
oneline 'cut in the first segment' 2 rooted -- "$work/cut"
oneline 'an empty file' 2 rooted -- "$work/empty"
oneline 'text' 2 rooted -- "$work/text"
oneline 'a program of other width' 2 rooted -- "$work/class"
oneline 'another architecture' 2 rooted -- "$work/arm"
oneline 'segment table outside the file' 2 rooted -- "$work/phoff"
oneline 'too many segments' 2 rooted -- "$work/phnum"
oneline 'an entry point in the upper half' 2 rooted -- "$work/entry"

oneline '--mem 0' 2 run --mem 0 -- busybox true
oneline '--mem 1T' 2 run --mem 1T -- busybox true
oneline '--mem 1' 2 run --mem 1 -- busybox true
oneline '--mem nonsense' 2 run --mem 12Q -- busybox true
oneline '--mem -1' 2 run --mem -1 -- busybox true
oneline '--mem empty' 2 run --mem '' -- busybox true
oneline '--mem beyond 64 bits' 2 run --mem 99999999999999999999G -- busybox true
oneline '--lowmem over --mem' 2 run --mem 64M --lowmem 128M -- busybox true
oneline '--lowmem 0' 2 run --lowmem 0 -- busybox true
oneline '--cpus 0' 2 run --cpus 0 -- busybox true
oneline '--cpus 1000' 2 run --cpus 1000 -- busybox true
oneline '--uaccess nonsense' 2 run --uaccess sideways -- busybox true
oneline '--root nowhere' 2 run --root /no/such/folder -- busybox true
oneline '--root of a file' 2 run --root /etc/passwd -- busybox true
oneline 'unknown option' 2 run --no-such-option -- busybox true
oneline 'option without its value' 2 run --mem
oneline 'no program' 2 run
oneline 'unknown command' 2 "$OCTAVO" walk
oneline 'no command' 2 "$OCTAVO"

check '--help' "$OCTAVO" --help
check 'run --help' "$OCTAVO" run --help
check '--version' "$OCTAVO" --version

# Nothing stays behind: no file, no process, no memory object.
cd "$work" || exit 1
ls -A >"$work.before"
run -- busybox true
run --mem 0 -- busybox true 2>/dev/null
ls -A >"$work.after"
same 'no files left behind' "$(cat "$work.before")" "$(cat "$work.after")"
rm -f "$work".before "$work".after "$work".err
same 'closed standard output is an error, not a hang' 1 \
	"$(timeout 10 "$OCTAVO" run "${machine[@]}" -- busybox echo x >&- 2>/dev/null; echo $?)"
same 'small machines work' small "$(run --mem 16M -- busybox echo small)"

run -- busybox sh -c 'kill -SEGV $$' >"$work.err" 2>&1
same 'a signal that ends a program is named' \
	'octavo: busybox: killed by signal 11 (Segmentation fault)' "$(cat "$work.err")"

finish
