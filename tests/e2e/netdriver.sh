# SPDX-License-Identifier: MIT
# shellcheck shell=bash
#
# netdriver.sh - drivers/net/dummy.c and drivers/leds/uleds.c of the
# distribution's Linux, as they are: interfaces that count what they are sent,
# and a light that a program is.
. "$(dirname "$0")/lib.sh"
hosted_only "drivers are loaded into the command"

export XDG_CACHE_HOME=$work/cache
mkdir "$XDG_CACHE_HOME"

# What a program writes to /dev/uleds to be a light.
led='{ printf lamp; head -c 60 /dev/zero; printf "\377\0\0\0"; } >/tmp/led
exec 3<>/dev/uleds
dd if=/tmp/led bs=68 count=1 >&3 2>/dev/null
cat /sys/class/leds/lamp/max_brightness
head -c 4 <&3 | od -An -tu1
echo 200 >/sys/class/leds/lamp/brightness
head -c 4 <&3 | od -An -tu1
exec 3>&-; ls /sys/class/leds'

run() {
	timeout 60 "$OCTAVO" run --linux "$@" 2>&1
	echo "status $?"
}

for tarball in /usr/src/linux-source-6.1.tar.xz \
	/usr/src/linux-source-6.12.tar.xz; do
	version=${tarball##*-} version=${version%.tar.xz}
	if [ ! -f "$tarball" ]; then
		skip "drivers of Linux $version" 'no linux-source package'
		continue
	fi
	src=$work/linux-source-$version/drivers
	tar -C "$work" -xf "$tarball" "linux-source-$version/drivers/net/dummy.c" \
		"linux-source-$version/drivers/leds/uleds.c"
	same "dummy.c of $version counts what it is sent" '2
RUNNING NOARP
sent
status 0' "$(run "$version" --driver "$src/net/dummy.c" \
		--param numdummies=2 -- busybox sh -c "
		ifconfig -a | grep -c '^dummy[01] '
		ifconfig dummy1 10.9.8.1 netmask 255.255.255.0 up
		ping -c 2 -w 2 10.9.8.7 >/dev/null
		ifconfig dummy1 | grep -o 'RUNNING NOARP'
		ifconfig dummy1 | grep -q 'TX packets:[1-9]' && echo sent")"
	same "uleds.c of $version is a light" '255
   0   0   0   0
 200   0   0   0
status 0' "$(run "$version" --driver "$src/leds/uleds.c" -- \
		busybox sh -c "$led")"
done
finish
