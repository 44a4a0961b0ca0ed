# SPDX-License-Identifier: MIT
# shellcheck shell=bash
#
# machine.sh - what is special about a machine in QEMU: arguments travel by a
# command line, standard streams and the exit status by serial lines, files by
# an archive; nothing stays behind, whatever ends first.
. "$(dirname "$0")/lib.sh"
bare_only
cd "$work" || exit 1

# Of this user's QEMUs, those that have a kernel of ours by descriptor.
qemus() { pgrep -u "$(id -u)" -f -- "-append link=ttyS1.*$1" | wc -l; }

# gone MARK: no QEMU whose command line has MARK is left, at the latest soon.
gone() {
	for _ in 1 2 3 4 5 6 7 8 9 10; do
		[ "$(qemus "$1")" = 0 ] && return 0
		sleep 0.1
	done
	return 1
}

# ---- arguments -------------------------------------------------------------------

same 'arguments, byte for byte' "$(printf '%s|' 'a b' '' '"x\' "'" '$HOME *' -- '' | od -c)" \
	"$(run -- busybox printf '%s|' 'a b' '' '"x\' "'" '$HOME *' -- '' | od -c)"
every=$(printf "$(printf '\\x%02x' $(seq 1 255))X")
same 'arguments of every byte' "$(printf '%s' "$every" | md5sum)" \
	"$(run -- busybox printf '%s' "$every" | md5sum)"
long=$(printf '%020000d' 7)
same 'a long argument' "$(echo "$long $long" | md5sum)" \
	"$(run -- busybox echo "$long" "$long" | md5sum)"
status 'too long a command line' 2 run -- busybox echo "$long" "$long" "$long" "$long"
same 'the environment' "$(printf 'HOME=/\nPATH=/bin:/usr/bin\nTERM=a b"c\n')" \
	"$(TERM='a b"c' run -- busybox env | sort)"

# ---- standard streams ---------------------------------------------------------------

head -c 100000 /dev/urandom >random
same 'a file as standard input' "$(md5sum <random)" "$(run -- busybox md5sum <random)"
same 'a pipe as standard input' "$(md5sum <random)" \
	"$(cat random | run -- busybox md5sum)"
same 'a slow pipe' "$(printf 'a\nb\n')" \
	"$({ sleep 0.4; echo a; sleep 0.4; echo b; } | run -- busybox cat)"
same 'nothing as standard input' '' "$(run -- busybox cat </dev/null)"
same 'no standard input' '' "$(run -- busybox cat <&-)"
head -c 30000 random >less
same 'there and back' "$(md5sum <less)" "$(run -- busybox cat <less | md5sum)"
same 'output and errors apart' 'out' \
	"$(run -- busybox sh -c 'echo out; echo err >&2' 2>"$work/err" </dev/null)"
same 'and all the errors there' 'err' "$(cat err)"
same 'a reader that goes away' 'y141' "$(timeout 20 "$OCTAVO" run "${machine[@]}" -- \
	busybox yes </dev/null 2>err | { head -c 1; exec <&-; }; echo "${PIPESTATUS[0]}")"
same 'a full disk' 1 \
	"$(timeout 20 "$OCTAVO" run "${machine[@]}" -- busybox yes >/dev/full 2>err </dev/null; echo $?)"
same 'which is said in one line' 1 "$(grep -c '^octavo: cannot write' err)"
same 'a reader that waits' "$(seq 1 30000 | md5sum)" \
	"$(run -- busybox seq 1 30000 </dev/null | { sleep 2; md5sum; })"

# ---- the end -------------------------------------------------------------------------

same 'statuses of 8 bits' '127 128 129 255' \
	"$(for n in 127 128 129 255; do run -- busybox sh -c "exit $n"; echo $?; done | xargs)"

# The time to sleep is a mark by which the QEMU can be told from others.
for sig in TERM HUP KILL; do
	mark=20.$$1
	"$OCTAVO" run "${machine[@]}" -- busybox sleep $mark </dev/null 2>err &
	pid=$!
	sleep 0.7
	[ "$(qemus $mark)" = 1 ] || fail "$sig: it runs" "$(cat err)"
	kill -$sig $pid
	wait $pid 2>/dev/null
	check "$sig leaves no QEMU" gone $mark
done
# In a group of its own, as a terminal's foreground has; background commands
# ignore this signal.
mark=20.$$2
timeout --foreground -s INT 0.7 "$OCTAVO" run "${machine[@]}" -- busybox sleep $mark \
	</dev/null 2>err
check 'INT leaves no QEMU' gone $mark
mark=20.$$3
"$OCTAVO" run "${machine[@]}" -- busybox sleep $mark </dev/null 2>err &
pid=$!
sleep 0.7
pkill -KILL -f -- "-append link=ttyS1.*$mark"
wait $pid
same 'QEMU killed: status 3' 3 $?
check 'and a line that says so' grep -q '^octavo: QEMU was killed' err

# ---- what cannot be ----------------------------------------------------------------------

# oneline NAME WANTED-TEXT COMMAND...: status 2 and one line with that text.
oneline() {
	local name=$1 text=$2 out got
	shift 2
	out=$("$@" 2>&1 </dev/null)
	got=$?
	if [ "$got $(wc -l <<<"$out")" = '2 1' ] && [[ $out == *"$text"* ]]; then
		pass "$name"
	else
		fail "$name" "status $got:" "$out"
	fi
}

oneline 'an unknown machine' 'none of hosted, i386, x86_64' \
	"$OCTAVO" run --machine vax -- busybox true
oneline '--pae of x86_64' 'no such x86_64' "$OCTAVO" run --machine x86_64 --pae -- true
oneline '--pae of hosted' '--machine i386' "$OCTAVO" run --pae -- true
oneline '--wp of hosted' '--machine i386' "$OCTAVO" run --wp off -- true
oneline '--wp nonsense' 'neither on nor off' \
	"$OCTAVO" run --machine i386 --wp maybe -- true
oneline '6 GiB without PAE' 'above 4 GiB' "$OCTAVO" run --machine i386 --mem 6G -- true
oneline 'too much low memory' 'at most 896M' \
	"$OCTAVO" run --machine i386 --lowmem 1G -- true
oneline 'no QEMU' 'apt install qemu-system-x86' \
	env PATH=/nowhere "$OCTAVO" run "${machine[@]}" -- true
mkdir -p alone/bin
cp "$OCTAVO" alone/bin/octavo
oneline 'no kernel' 'make MACHINE=' env alone/bin/octavo run "${machine[@]}" \
	--root alone -- true

# ---- the root --------------------------------------------------------------------------

mkdir -p small/dir
truncate -s 20M small/large
oneline 'a root that does not fit' 'too large for the memory' \
	run --mem 16M --root small -- true
rm -r small alone

finish
