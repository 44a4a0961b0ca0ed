# SPDX-License-Identifier: MIT
# shellcheck disable=all
#
# The same for zsh, see bash.sh.
exec 2>&1
cd "$1" || exit 1
b() { busybox "$@" }

echo '=== functions'
f() { local x=$1; shift; print "f $x $#"; return 7 }
f a b c; print $?
anon=$(() { print anonymous $1 } arg); print $anon
autoload -Uz is-at-least 2>/dev/null; print loaded

echo '=== arrays'
a=(one 'two three' four); a+=(five)
print $#a $a[1] "$a[2]" $a[-1] ${a[2,3]}
print ${(j:,:)a} ${(o)a} ${(U)a[1]} ${a:#f*}
typeset -A m; m=(x 1 y 2); print ${(ok)m} ${m[x]} ${(v)#m}
print ${(s:.:)$(print a.b.c)} ${#:-four} ${(l:6::0:)42}

echo '=== globbing'
b mkdir -p g/sub; : >g/a.c >g/b.c >g/c.h >g/sub/d.c; b ln -sf a.c g/link
(cd g; print *; print *.c; print **/*.c; print *(/); print *(@); print *(.:r); print *(.om[1]:e) | b wc -l
 setopt extended_glob; print ^*.c; print none* 2>/dev/null || print no match)

echo '=== here-documents'
b cat <<X
text $#a $((3 * 4))
X
b cat <<<"a here-string"

echo '=== process substitution'
b cat <(print first) <(print second)
b cat =(print as a file)
b diff <(b seq 5) <(b seq 6) | b tail -n +3
print through > >(b cat); b sleep 0.2

echo '=== multios'
print both >one >two; b cat one two
b cat <one <two

echo '=== arithmetic'
print $((1 << 40)) $((7.0 / 2)) $((16#ff)) $((2 ** 10))
integer i=5; (( i += 3 )); print $i; float x=1.5; print $((x * 2))
for ((i = 0; i < 3; i++)) print -n "$i "; print
repeat 3 print -n x; print

echo '=== jobs'
b sleep 5 & p=$!
kill $p; wait $p 2>/dev/null; print $?
(exit 3) & wait $!; print $?
coproc b cat; print -p hello; read -p l; print $l
b yes | b head -n 2 | b wc -l; print $pipestatus

echo '=== traps'
(trap 'print exit' EXIT; exit 5); print $?
TRAPUSR1() { print usr1 }; kill -USR1 $$
{ print try; false } always { print always }; print $?
zsh-static -c 'kill -TERM $$'; print $?

echo '=== files'
print to file >out; print more >>out; b cat out; [[ -s out && ! -d out ]] && print is a file
while read -r l; do print "<$l>"; done <out
zstat=$(b stat -c %s out); print $zstat; print ${$(<out)[1]}
pushd g >/dev/null; print ${PWD:t}; popd >/dev/null; print ${PWD:t:s/octavo/x/} | b wc -l

echo '=== many'
for i in {1..40}; do b true || print bad; done; print $i
t=0; for i in {1..20}; do t=$((t + $(b expr $i))); done; print $t
