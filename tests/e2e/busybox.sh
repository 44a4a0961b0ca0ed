# SPDX-License-Identifier: MIT
# shellcheck shell=bash
#
# busybox.sh - the same static busybox prints the same inside as on the host.
. "$(dirname "$0")/lib.sh"
cd "$work" || exit 1
mkdir folder
f=$work/folder
export TZ=UTC0
printf 'one\ntwo\nthree\n' >folder/words
seq 1 5000 >folder/numbers
ln -s words folder/link
chmod 640 folder/words
touch -d '2001-02-03 04:05:06' folder/numbers

# both NAME ARGS...: output and status are equal.
both() {
	local name=$1 a b
	shift
	a=$(outside "$@" 2>&1; echo "status $?")
	b=$(inside "$@" 2>&1; echo "status $?")
	same "$name" "$a" "$b"
}

both 'true' true
both 'false' false
both 'echo' echo a 'b  c' '*'
both 'echo -n -e' echo -n -e 'a\tb\n'
both 'cat' cat "$f"/words "$f"/numbers
both 'cat of nothing' cat "$f"/missing
both 'cat of a folder' cat "$f"
both 'head' head -n 7 "$f"/numbers
both 'head -c' head -c 1000 "$f"/numbers
both 'tail' tail -n 3 "$f"/numbers
both 'wc' wc "$f"/words "$f"/numbers
both 'ls' ls "$f"
both 'ls -l' ls -l "$f"
both 'ls -a of /etc/apt' ls -a /etc/apt
if is_hosted; then
	both 'ls -l of folders' ls -l /etc/apt
else
	# Folders have other sizes there.
	same 'ls -l of folders' "$(outside ls -l /etc/apt | awk '/^d/ { $5 = "" } !/^total/')" \
		"$(inside ls -l /etc/apt | awk '/^d/ { $5 = "" } !/^total/')"
fi
both 'ls of nothing' ls -l "$f"/missing
both 'md5sum' md5sum "$f"/words "$f"/numbers
both 'sha256sum' sha256sum "$f"/words
both 'dd' dd if="$f"/numbers bs=512 skip=3 count=4 status=none
both 'seq' seq 3 10
both 'pwd' sh -c 'cd /etc && pwd'
both 'readlink' readlink "$f"/link
both 'stat -c' stat -c '%n %s %f %h' "$f"/words
both 'test' test -f "$f"/words
both 'sort' sort -rn "$f"/numbers
both 'grep' grep -n '^1.*9$' "$f"/numbers
both 'sed' sed -n '/^20/p' "$f"/numbers
both 'awk' awk '{ s += $1 } END { print s }' "$f"/numbers
both 'cut' cut -c 2 "$f"/words
both 'tr' tr a-z A-Z </dev/null
both 'od' od -c "$f"/words
both 'cmp' cmp "$f"/words "$f"/numbers
both 'sh -c echo' sh -c 'echo $((6 * 7)) "$0" "$@"' name a b
both 'sh -c loop' sh -c 'i=0; while [ $i -lt 200 ]; do i=$((i + 1)); done; echo $i'
both 'sh -c for' sh -c 'for f in '"$f"'/*; do echo "$f"; done'
both 'sh -c read' sh -c 'while read -r a; do echo "<$a>"; done <'"$f"'/words'
both 'sh -c case' sh -c 'case abc in a*) echo yes;; *) echo no;; esac'
both 'sh -c function' sh -c 'f() { echo "$1-$#"; }; f x y; f'
both 'sh -c redirect' sh -c 'echo in >/tmp/octavo-e2e-$$; read a </tmp/octavo-e2e-$$; echo $a; exit 3'
rm -f /tmp/octavo-e2e-*
both 'sh -c exit' sh -c 'exit 42'
both 'sh -c cd' sh -c 'cd '"$f"' && pwd && cd .. && pwd && ls'
both 'sh -c printf' sh -c 'printf "%05d|%-6s|%x\n" 42 ab 255'
both 'sh -c missing' sh -c 'echo a; no_such_function; echo $?'

finish
