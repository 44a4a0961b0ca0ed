# SPDX-License-Identifier: MIT
# shellcheck shell=bash
#
# device.sh - a device reads and writes the memory of programs: what arrives,
# what is refused, what fails, and who holds pages when a program is gone; and
# frames of a network come and go. tests/programs/edu.c does the work; what it
# finds wrong it says.
. "$(dirname "$0")/lib.sh"
limit=100

edu=("$PROGRAMS/edu")
seed=${SEED:-$RANDOM}
echo "# seed $seed"

has_device() {
	is_hosted && [ "$1" = edu ] && return
	"qemu-system-$arch" -device help 2>&1 | grep -q "\"$1\""
}

# transfer NAME WANTED OPTION... -- ARG...: what the program says, and no leaks.
transfer() {
	local name=$1 want=$2 out
	shift 2
	out=$(rooted --stats "$@" 2>"$work/stats" </dev/null)
	same "$name" "$want, status 0" "$out, status $?"
	no_leaks "$name" "$work/stats"
}

# counted NAME PATTERN: a line of the last report.
counted() {
	if grep -Eq "$2" "$work/stats"; then
		pass "$1"
	else
		fail "$1" "$(cat "$work/stats")"
	fi
}

everywhere() {
	local n=$1
	# Above the 256 MiB that the device reaches, and below.
	transfer 'random pieces of high memory' "$n transfers" \
		--device edu --mem 2G -- "${edu[@]}" data "$seed" "$n"
	# Without high memory, where the pages lie is the allocator's choice.
	[ "${machine[*]}" = '--machine x86_64' ] ||
		counted 'through bounce buffers' 'through bounce buffers [1-9]'
	transfer 'random pieces of low memory' "$n transfers" \
		--device edu --mem 128M -- "${edu[@]}" data "$seed" "$n"
	counted 'directly' 'mappings [1-9][0-9]*, through bounce buffers 0 '
	transfer 'bad memory and places are refused' 'done' \
		--device edu -- "${edu[@]}" bad
	transfer 'a killed process leaves its pages to the device' \
		'pins outlive the process' --device "edu$2" --mem 128M -- \
		"${edu[@]}" kill
	transfer 'so does a signal' 'pins outlive the call' \
		--device "edu$2" -- "${edu[@]}" signal
	transfer 'the device is still busy at the end' 'gone' --device "edu$2" -- \
		"${BUSYBOX_INSIDE[@]}" sh -c \
		'dd if=/dev/zero of=/dev/edu bs=512 count=1 2>/dev/null & sleep 0.05; kill -9 $!; echo gone'
}

on_the_model() {
	for ring in on off; do
		transfer "ring $ring" '300 transfers' \
			--device "edu,ring=$ring,delay=100,seed=$seed" -- \
			"${edu[@]}" data "$seed" 300
		transfer "ring $ring, every transfer fails" '0 good, 50 failed' \
			--device "edu,ring=$ring,fail=1000,seed=$seed" -- \
			"${edu[@]}" fail 50
		rooted --stats --device "edu,ring=$ring,fail=200,seed=$seed" -- \
			"${edu[@]}" fail 200 >"$work/out" 2>"$work/stats"
		same "ring $ring, some fail" 200 \
			"$(awk '$1 && $3 { print $1 + $3 }' "$work/out")"
		no_leaks "ring $ring, some fail" "$work/stats"
		transfer "ring $ring, killed" 'pins outlive the process' \
			--device "edu,ring=$ring,delay=300000" --mem 128M -- \
			"${edu[@]}" kill
	done
	status 'no such device' 2 "$OCTAVO" run --device ide -- true
	status 'no such detail' 2 "$OCTAVO" run --device edu,colour=red -- true
	status 'a bad number' 2 "$OCTAVO" run --device edu,delay=-1 -- true
	status 'a network is for QEMU' 2 "$OCTAVO" run --net user -- true
	status 'details are for the model' 2 \
		"$OCTAVO" run --machine i386 --device edu,fail=5 -- true
}

# QEMU's network answers, and serves a file that comes in many frames.
network() {
	local sum
	mkdir "$work/served"
	head -c 200000 /dev/urandom >"$work/served/file"
	sum=$(md5sum <"$work/served/file")
	rooted --stats --net "user,tftp=$work/served" -- busybox sh -c \
		'ifconfig eth0 10.0.2.15 netmask 255.255.255.0 up &&
		 ping -c 1 -W 9 10.0.2.2 | grep " received" &&
		 tftp -g -b 1400 -r file -l /tmp/file 10.0.2.2 && md5sum </tmp/file' \
		>"$work/out" 2>"$work/stats" </dev/null
	if grep -q 'Address family not supported' "$work/stats"; then
		skip 'a file by virtio' 'built without lwIP: tools/need.sh lwip'
		return
	fi
	same 'an echo and a file by virtio' \
		"1 packets transmitted, 1 packets received, 0% packet loss
$sum" "$(cat "$work/out")"
	counted 'its frames were mapped' 'DMA: mappings [1-9]'
	no_leaks 'an echo and a file by virtio' "$work/stats"
}

BUSYBOX_INSIDE=(busybox)
if ! has_device edu; then
	skip 'transfers' "qemu-system-$arch has no device edu"
elif is_hosted; then
	everywhere 200 ',delay=300000'
	on_the_model
else
	# Each takes this device a tenth of a second.
	everywhere 8 ''
fi
if ! is_hosted && has_device virtio-net-pci; then
	network
elif ! is_hosted; then
	skip 'a network' "qemu-system-$arch has no virtio-net-pci"
fi
finish
