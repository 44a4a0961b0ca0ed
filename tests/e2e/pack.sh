# SPDX-License-Identifier: MIT
# shellcheck shell=bash
#
# pack.sh - the archive of a root holds what is in the folder, as the cpio of
# the distribution reads it.
. "$(dirname "$0")/lib.sh"
hosted_only 'the same archive for all'
cd "$work" || exit 1

mkdir -p tree/dir/deep tree/empty
printf 'words\n' >tree/words
: >tree/dir/nothing
head -c 100001 /dev/urandom >tree/dir/deep/random
ln tree/words tree/dir/again
ln -s ../words tree/dir/link
ln -s /etc/passwd tree/out
mkfifo tree/fifo
chmod 4711 tree/dir/nothing
chmod 1777 tree/empty
printf x >"tree/a name	with * blanks"
touch -d '2001-02-03 04:05:06' tree/words

check 'it is written' sh -c '"$0" pack --root tree >tree.cpio' "$OCTAVO"
# The order of names is the same in both; so are all fields but numbers of files.
(cd tree && find . | LC_ALL=C sort | sed 's,^\./,,') >want
cpio -t --quiet <tree.cpio | LC_ALL=C sort >got
same 'every name' "$(cat want)" "$(cat got)"
mkdir copy
check 'cpio takes it apart' sh -c 'cd copy && cpio -idm --quiet <../tree.cpio'
list() { (cd "$1" && find . -printf '%p %y %m %l %n %T@\n' | sed 's/\.[0-9]* *$//' | grep -v '^\. ' | LC_ALL=C sort); }
list tree | sed '/ d /s/ [0-9]* [0-9]*$//' >want
list copy | sed '/ d /s/ [0-9]* [0-9]*$//; / l /s/ [0-9]*$//' >got
sed -i '/ l /s/ [0-9]*$//' want
sed -i '/ p /s/ [0-9]*$//' want got
same 'modes, links, times' "$(cat want)" "$(cat got)"
rm -f tree/fifo copy/fifo
check 'contents' diff -r --no-dereference tree copy
same 'two names of one file' "$(stat -c %i copy/words)" "$(stat -c %i copy/dir/again)"
check 'once more' sh -c '"$0" pack --root tree >one; "$0" pack --root tree >two; cmp one two' "$OCTAVO"
status 'no such folder' 2 "$OCTAVO" pack --root missing
status 'an unknown machine' 2 sh -c '"$0" pack --machine vax >none' "$OCTAVO"
same 'the small tree has busybox' bin/busybox \
	"$("$OCTAVO" pack | cpio -t --quiet | grep -x bin/busybox)"

finish
