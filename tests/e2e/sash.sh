# SPDX-License-Identifier: MIT
# shellcheck shell=bash
#
# sash.sh - the stand-alone shell of the distribution: another static program,
# by other people, with its own builtins (those starting with a dash).
. "$(dirname "$0")/lib.sh"

SASH=$(command -v sash || true)
if [ -z "$SASH" ]; then
	skip 'sash' 'not installed'
	finish
fi
if [ "$arch" = i386 ]; then
	skip 'sash' 'the distribution has it for x86-64'
	finish
fi
extras=("$SASH")
cd "$work" || exit 1
mkdir folder
printf 'one\ntwo\n' >folder/words
head -c 300000 /dev/urandom >folder/random

sash() { rooted -- "$SASH" "$@"; }

# both NAME COMMAND: the same output on the host and inside. Standard error is
# the kernel's console, too, and is left out.
both() {
	same "$1" "$(on_host "$SASH" -c "$2" 2>/dev/null; echo "status $?")" \
		"$(sash -c "$2" 2>/dev/null; echo "status $?")"
}

both '-echo' '-echo hello from sash'
both '-ls' "-ls $work/folder"
both '-ls -l' "-ls -l $work/folder/words $work/folder/random"
both '-grep' "-grep two $work/folder/words"
both '-sum' "-sum $work/folder/random"
both '-cmp equal' "-cmp $work/folder/words $work/folder/words"
both '-cmp different' "-cmp $work/folder/words $work/folder/random"
both '-dd' "-dd if=$work/folder/words of=/dev/null bs=1"
both '-printenv' '-printenv NO_SUCH_VARIABLE'
both '-where' '-where no-such-program-xx'
both 'a missing file' "-more $work/none"
same 'a script on standard input' \
	"$(printf '%s\n' '-echo a' '-echo b' | "$SASH" 2>/dev/null)" \
	"$(printf '%s\n' '-echo a' '-echo b' | sash 2>/dev/null)"
check 'copies inside' sash -c "-cp $work/folder/random $work/folder/copy"
same 'which stays inside' absent "$([ -e folder/copy ] && echo present || echo absent)"

finish
