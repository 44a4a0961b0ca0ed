# SPDX-License-Identifier: MIT
# shellcheck shell=bash
#
# bare-badinput.sh - bad boot modules, options and memories: a clear line on the
# serial port and status 2; never a reset or a hang.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/lib-bare.sh"
need_machines

# says NAME STATUS PATTERN COMMAND...: ends so, with a line that matches.
says() {
	local name=$1 want=$2 pattern=$3 got
	shift 3
	"$@" >"$work/out"
	got=$(sed -n 's/^status //p' "$work/out")
	if [ "$got" = "$want" ] && grep -Eq "$pattern" "$work/out"; then
		pass "$name"
	else
		fail "$name" "status $got, expected $want, and: $pattern" "$(tail -n 8 "$work/out")"
	fi
}

# Programs that cannot run, and one that can.
make_modules() {
	local size
	root_of "$1" cat
	echo 'just text' >"$work/root/text"
	chmod 755 "$work/root/text"
	cp "$work/root/cat" "$work/root/plain"
	chmod 644 "$work/root/plain"
	head -c 100 "$work/root/cat" >"$work/root/cut"
	chmod 755 "$work/root/cut"
	echo hello >"$work/root/hello"
	archive "$work/root" "$work/good"
	size=$(stat -c %s "$work/good")
	head -c $((size / 2)) "$work/good" >"$work/truncated"
	{ printf '170701'; tail -c +7 "$work/good"; } >"$work/magic"
	{ head -c 54 "$work/good"; printf 'zzzzzzzz'; tail -c +63 "$work/good"; } >"$work/digits"
	gzip -c "$work/good" >"$work/packed"
	head -c 65536 /dev/zero >"$work/zeros"
	head -c 65536 /dev/urandom >"$work/noise"
	head -c 12M /dev/zero >"$work/root/large"
	archive "$work/root" "$work/big"
	rm "$work/root/large"
}

modules() {
	local m=$1
	says "$m: the good module" 0 '^hello' \
		qemu "$m" octavo 64M '-- /cat /hello' -initrd "$work/good"
	says "$m: no module" 2 'no boot module' qemu "$m" octavo 64M '-- /cat'
	for bad in truncated:'cut off|without TRAILER' magic:'byte 0.*0707' \
		digits:'byte 0.*filesize' packed:'gzip' zeros:'no archive' \
		noise:'byte 0'; do
		says "$m: module: ${bad%%:*}" 2 "initramfs: .*(${bad#*:})" \
			qemu "$m" octavo 64M '-- /cat' -initrd "$work/${bad%%:*}"
	done
	says "$m: two modules" 2 'modules' qemu "$m" octavo 64M '-- /cat' \
		-initrd "$work/good,$work/good"
	says "$m: a module larger than memory" 2 'memory' \
		qemu "$m" octavo 24M '-- /cat' -initrd "$work/big"
}

programs() {
	local m=$1
	for bad in '/none:No such file' '/text:not a program for' \
		'/plain:not an executable' '/cut:not a program for' \
		'/tmp:not an executable' '/hello/x:Not a directory'; do
		says "$m: program ${bad%%:*}" 2 "${bad#*:}" \
			qemu "$m" octavo 64M "-- ${bad%%:*}" -initrd "$work/good"
	done
	says "$m: no program" 2 'which program' qemu "$m" octavo 64M stats -initrd "$work/good"
}

options() {
	local m=$1
	for bad in nonsense mem=12Q mem= mem=-1 mem=99999999999999999999G \
		lowmem=0 lowmem=x cpus=0 cpus=1000 cpus=one uaccess=sideways \
		wp=maybe link=ttyS7 seed=x; do
		says "$m: option $bad" 2 "octavo: .*${bad%%=*}" \
			qemu "$m" octavo 64M "$bad -- /cat" -initrd "$work/good"
	done
	says "$m: open quotes" 2 'quotes' qemu "$m" octavo 64M '-- /cat "a' -initrd "$work/good"
	says "$m: a backslash at the end" 2 'backslash' \
		qemu "$m" octavo 64M '-- /cat a\' -initrd "$work/good"
	for mem in 1M 2M 4M; do
		says "$m: mem=$mem" 2 'octavo: .*(memory|RAM)' \
			qemu "$m" octavo 64M "mem=$mem -- /cat" -initrd "$work/good"
	done
	says "$m: 4 MiB of RAM" 2 'octavo: .*(memory|RAM)' \
		qemu "$m" octavo 4M "-- /cat" -initrd "$work/good"
	says "$m: 50,000 bytes of options" 0 '^hello' \
		qemu "$m" octavo 64M "LONG=$(head -c 50000 /dev/zero | tr '\0' a) -- /cat /hello" \
		-initrd "$work/good"
	says "$m: 120,000 bytes of options" 2 'command line' \
		qemu "$m" octavo 64M "-- /cat $(head -c 120000 /dev/zero | tr '\0' a)" \
		-initrd "$work/good"
}

for m in $(machines); do
	make_modules "$m"
	modules "$m"
	programs "$m"
	options "$m"
done

finish
