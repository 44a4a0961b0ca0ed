# SPDX-License-Identifier: MIT
# shellcheck shell=bash disable=all
#
# What bash makes of its own language and of the kernel: run by bash-static on
# the host and inside, each part from "=== name" to the next compared. $1 is a
# folder to work in.
exec 2>&1
cd "$1" || exit 1
b() { busybox "$@"; }

echo '=== functions'
f() { local x=$1; shift; echo "f $x $#"; return 7; }
f a b c; echo $?
fact() { (($1 < 2)) && echo 1 || echo $(($1 * $(fact $(($1 - 1))))); }
fact 10
declare -f f

echo '=== arrays'
a=(one 'two three' four)
a+=(five); unset 'a[0]'
echo "${#a[@]} ${!a[*]} ${a[@]:1:2}"
printf '<%s>' "${a[@]}"; echo
declare -A m=([x]=1 [y]=2)
m[z]=$((m[x] + m[y])); for k in x y z; do echo "$k ${m[$k]}"; done
mapfile -t lines < <(b seq 5); echo "${lines[@]/%/.}"

echo '=== expansion'
s=hello.tar.gz
echo ${s%.gz} ${s%%.*} ${s#*.} ${s/l/L} ${s//l/L} ${s^^} ${s:1:3} ${#s}
echo ${undef-default} ${undef:=set} $undef ${s:+alternative}
echo {a,b}{1..3} {01..10..3} $((2 ** 40 % 1000007)) $((16#ff)) $((~5 & 0xf))
x='*'; echo "$x"; [[ abc123 =~ ^([a-z]+)([0-9]+)$ ]] && echo "${BASH_REMATCH[@]}"

echo '=== globbing'
b mkdir -p g/sub; : >g/a.c >g/b.c >g/c.h >g/.hid >g/sub/d.c
shopt -s globstar extglob nullglob
(cd g; echo *; echo *.c; echo [a-b].?; echo .h*
echo **/*.c; echo !(*.c); echo none*)
shopt -u nullglob

echo '=== here-documents'
b cat <<X
text $s $((1 + 1)) $(echo sub)
X
b cat <<'X'
$s stays
X
b cat <<<"a here-string" | b tr a-z A-Z
b cat <<-X | b wc -l
	one
	two
	X

echo '=== process substitution'
b cat <(echo first) <(echo second)
b diff <(b seq 5) <(b seq 6) | b tail -n +3
while read -r l; do n=$((n + l)); done < <(b seq 100); echo $n
echo through > >(b cat); wait $!
b tee >(b wc -c >count) </etc/passwd >/dev/null; b sleep 0.2; [ -s count ] && echo counted

echo '=== redirections'
exec 3>out; echo to three >&3; exec 3>&-; b cat out
exec {fd}<out; read -r l <&$fd; echo "$l"; exec {fd}<&-
{ echo out; echo err >&2; } 2>&1 >/dev/null | b cat
echo more >>out; set -o noclobber; echo no >out 2>/dev/null || echo refused; set +o noclobber
read -r -n 3 l <out; echo "$l"; b cat nothere 2>/dev/null || echo status $?

echo '=== pipelines'
b yes | b head -n 3 | b wc -l; echo "${PIPESTATUS[@]}"
set -o pipefail; false | true; echo $?; set +o pipefail
b seq 3000 | while read -r i; do ((i % 1000)) || echo $i; done
! true; echo $?
for i in 1 2 3; do echo $i; done | b sort -r | b tr '\n' ' '; echo

echo '=== jobs'
set -m
b sleep 5 & p=$!
jobs | b sed 's/ *busybox.*//; s/  */ /g'
kill %1; wait $p; echo $?
(exit 3) & (exit 4) & wait -n; wait; echo waited
b sleep 0.1 & fg >/dev/null; echo $?
(kill -STOP $BASHPID) & b sleep 0.2; jobs -s | b wc -l; kill -CONT $!; wait $!
set +m
coproc b cat; echo hi >&${COPROC[1]}; read -r l <&${COPROC[0]}; echo $l
eval "exec ${COPROC[1]}>&-"; wait $COPROC_PID; echo $?

echo '=== traps'
(trap 'echo exit $?' EXIT; exit 5); echo $?
trap 'echo usr1' USR1; kill -USR1 $$; kill -USR1 $$
(trap '' TERM; kill -TERM $BASHPID; echo ignored)
(trap 'echo err $?' ERR; false; true)
(b sleep 3 & trap 'echo term; kill $!; exit 9' TERM; (b sleep 0.1; kill -TERM $BASHPID) & wait); echo $?
(trap 'echo alarm' ALRM; p=$BASHPID; (b sleep 0.1; kill -ALRM $p) & wait $!; echo end)
bash-static -c '(kill -SEGV $BASHPID) 2>/dev/null; echo $?' 2>/dev/null
bash-static -c 'exit 300'; echo $?

echo '=== getopts and read'
g() { local OPTIND o; while getopts ab:c o; do echo "$o ${OPTARG-}"; done; shift $((OPTIND - 1)); echo "rest $*"; }
g -a -b val -c x y
IFS=: read -r u _ id rest </etc/passwd; echo "$u $id"
read -r -t 0.1 l < <(b sleep 1); echo $?
printf '%5d|%-5s|%05.1f|%x|%q\n' 42 ab 3.14159 255 'a b'
printf -v v '%s-' a b; echo $v; printf '%(%Y-%m-%d)T\n' 0

echo '=== limits'
(ulimit -n 20; ulimit -n); (ulimit -v 4000; b true) 2>/dev/null || echo no room
(ulimit -f 1; b dd if=/dev/zero of=big bs=1k count=10 2>/dev/null); echo $?
umask 027; : >um; b stat -c %a um
cd g/sub; pwd; cd ..; pwd; cd -; cd ../..; dirs

echo '=== many'
for i in {1..60}; do b true || echo bad; done; echo $i
r=0; for i in {1..30}; do r=$((r + $(b expr $i))); done; echo $r
p=(); for i in {1..20}; do (exit $i) & p+=($!); done; t=0; for j in ${p[@]}; do wait $j; t=$((t + $?)); done; echo $t
type -t f b cd if busybox; hash -r; command -v nosuch || echo none
