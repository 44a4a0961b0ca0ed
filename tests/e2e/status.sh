# SPDX-License-Identifier: MIT
# shellcheck shell=bash
#
# status.sh - exit statuses, and bad input: one clear line, status 2, nothing
# left behind.
. "$(dirname "$0")/lib.sh"

run() { "$OCTAVO" run "$@"; }

status 'true' 0 run -- busybox true
status 'false' 1 run -- busybox false
status 'exit 42' 42 run -- busybox sh -c 'exit 42'
status 'applet by its own name' 0 run -- true
status 'an absolute path' 0 run -- /bin/busybox true
status 'without --' 0 run busybox true
status 'a host program' 0 run --root / -- "$BUSYBOX" true

cp "$BUSYBOX" "$work/busybox"
head -c 40 "$BUSYBOX" >"$work/truncated"
head -c 5000 "$BUSYBOX" >"$work/cut"
printf '#!/bin/sh\necho hello\n' >"$work/script"
printf 'just text\n' >"$work/text"
: >"$work/empty"
# The class byte says 32 bits; then the machine field says something else.
{ head -c 4 "$BUSYBOX"; printf '\001'; tail -c +6 "$BUSYBOX"; } >"$work/elf32"
{ head -c 18 "$BUSYBOX"; printf '\267\000'; tail -c +21 "$BUSYBOX"; } >"$work/arm"
# The table of segments is said to lie far outside the file.
{ head -c 32 "$BUSYBOX"; printf '\377\377\377\377\377\377\377\177'; tail -c +41 "$BUSYBOX"; } >"$work/phoff"
{ head -c 56 "$BUSYBOX"; printf '\377\377'; tail -c +59 "$BUSYBOX"; } >"$work/phnum"
# The entry point is in the upper half.
{ head -c 24 "$BUSYBOX"; printf '\000\000\000\000\000\210\377\377'; tail -c +33 "$BUSYBOX"; } >"$work/entry"
chmod 755 "$work"/*
cp "$work/text" "$work/plain"
chmod 644 "$work/plain"

# oneline NAME WANT ARGS...: the status, one line that names the matter, and no
# other output.
oneline() {
	local name=$1 want=$2 out got lines
	shift 2
	out=$("$OCTAVO" "$@" 2>"$work/err" </dev/null)
	got=$?
	lines=$(wc -l <"$work/err")
	if [ "$got" = "$want" ] && [ "$lines" = 1 ] && [ -z "$out" ] &&
		grep -q '^octavo: ' "$work/err"; then
		pass "$name"
	else
		fail "$name" "status $got, expected $want; standard error:" "$(cat "$work/err")" "$out"
	fi
}

oneline 'no such program' 2 run -- no-such-program
oneline 'no such file' 2 run --root / -- /no/such/file
oneline 'not executable' 2 run --root / -- "$work/plain"
oneline 'a folder' 2 run --root / -- /etc
oneline 'truncated in the header' 2 run --root / -- "$work/truncated"
oneline 'cut in the first segment' 2 run --root / -- "$work/cut"
oneline 'an empty file' 2 run --root / -- "$work/empty"
oneline 'text' 2 run --root / -- "$work/text"
oneline 'a 32-bit program' 2 run --root / -- "$work/elf32"
oneline 'another architecture' 2 run --root / -- "$work/arm"
oneline 'segment table outside the file' 2 run --root / -- "$work/phoff"
oneline 'too many segments' 2 run --root / -- "$work/phnum"
oneline 'an entry point in the upper half' 2 run --root / -- "$work/entry"

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
oneline 'unknown command' 2 walk
oneline 'no command' 2

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
rm -f "$work".before "$work".after
same 'closed standard output is an error, not a hang' 1 \
	"$(timeout 10 "$OCTAVO" run -- busybox echo x >&- 2>/dev/null; echo $?)"
same 'small machines work' small "$(run --mem 16M -- busybox echo small)"

finish
