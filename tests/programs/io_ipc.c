/* SPDX-License-Identifier: MIT */
/*
 * io_ipc.c - System V shared memory, messages and semaphores: what each call
 * answers, as lines that are the same on Linux. Identifiers are not shown.
 */
#include "io.h"

#ifdef __i386__
#define SEMTIMEDOP	420
#else
#define SEMTIMEDOP	220
#endif

#define CREAT	01000
#define EXCL	02000
#define NOWAIT	04000
#define UNDO	0x1000
enum { RMID, SET, STAT };
enum { GETPID = 11, GETVAL, GETALL, GETNCNT, GETZCNT, SETVAL, SETALL };

struct perm {
	int key;
	unsigned int uid, gid, cuid, cgid, mode;
	unsigned short seq, pad;
	ulong unused[2];
};

struct op {
	unsigned short num;
	short op, flags;
};

struct message {
	long type;
	char text[64];
};

/* struct timespec of 64 bits, as the newer calls have it. */
struct wide_time {
	long long sec, nsec;
};

static long key(long n)
{
	return (SC(getpid, 0) << 8 | n) & 0x7fffffff;
}

static void wait_for_sleeper(void)
{
	io_sleep_ms(200);
}

/* ---- shared memory ----------------------------------------------------------- */

static ulong perm_words[32];		/* room for any of the structures */

static long shm_stat(long id, const char *label)
{
	const struct perm *p = (const struct perm *)perm_words;
	long r = SC(shmctl, id, STAT, L(perm_words));

	if (!r)
		show(label, (long)p->mode);
	return r;
}

static void shm_keys(void)
{
	const long k = key(1);
	long id = SC(shmget, k, 10000, CREAT | EXCL | 0640);

	title("shm: keys and sizes");
	show("created", id >= 0);
	show("again, exclusively", SC(shmget, k, 10000, CREAT | EXCL | 0640));
	show("the same", SC(shmget, k, 0, 0) == id);
	show("larger", SC(shmget, k, 20000, 0));
	show("empty", SC(shmget, key(2), 0, CREAT | 0600));
	show("not there", SC(shmget, key(2), 10, 0));
	show("mode", shm_stat(id, "  is"));
	show("to nowhere", SC(shmctl, id, STAT, 8));
	show("unknown command", SC(shmctl, id, 77, 0));
	show("bad identifier", SC(shmctl, -1, STAT, L(perm_words)));
	show("removed", SC(shmctl, id, RMID, 0));
	show("removed again", SC(shmctl, id, RMID, 0));
	show("key is free", SC(shmget, k, 0, 0));
}

static void shm_sharing(void)
{
	const long id = SC(shmget, 0, 8192, 0600);
	char *at = (char *)SC(shmat, id, 0, 0);
	char *second = (char *)SC(shmat, id, 0, 010000);
	long pid;

	title("shm: one memory");
	at[0] = 'a';
	show("both", second[0]);
	pid = io_fork();
	if (!pid) {
		at[4096] = 'c';
		SC(exit_group, 0);
	}
	io_wait(pid);
	show("the child's", second[4096]);
	show("unaligned", SC(shmat, id, L(at) + 5, 0));
	show("occupied", SC(shmat, id, L(at), 0));
	show("rounded, replaced", SC(shmat, id, L(at) + 5, 060000) == L(at));
	show("replace nothing", SC(shmat, id, 0, 040000));
	show("marked", SC(shmctl, id, RMID, 0));
	shm_stat(id, "  mode");
	show("still there", at[0]);
	show("one gone", SC(shmdt, L(second)));
	show("twice", SC(shmdt, L(second)));
	show("unaligned", SC(shmdt, L(at) + 1));
	show("other one gone", SC(shmdt, L(at)));
	show("so it is", SC(shmctl, id, STAT, L(perm_words)));
	show("attach it", SC(shmat, id, 0, 0));
}

static void shm_of_others(void)
{
	const long id = SC(shmget, 0, 4096, 0604);
	long pid;

	title("shm: another user");
	pid = io_fork();
	if (!pid) {
		SC(setuid, 12345);
		show("reads", SC(shmat, id, 0, 010000) > 0);
		show("writes", SC(shmat, id, 0, 0));
		show("removes", SC(shmctl, id, RMID, 0));
		show("looks", shm_stat(id, "  mode"));
		SC(exit_group, 0);
	}
	io_wait(pid);
	show("removed", SC(shmctl, id, RMID, 0));
}

/* ---- messages ------------------------------------------------------------------ */

static struct message msg;

static long send(long id, long type, const char *text, long flags)
{
	long n = 0;

	msg.type = type;
	while (text[n]) {
		msg.text[n] = text[n];
		n++;
	}
	return SC(msgsnd, id, L(&msg), n, flags);
}

static void receive(const char *label, long id, long type, long flags)
{
	long n = SC(msgrcv, id, L(&msg), 8, type, flags);

	show(label, n);
	if (n >= 0)
		show("  type", msg.type);
	if (n > 0)
		show("  first", msg.text[0]);
}

static void msg_order(void)
{
	const long id = SC(msgget, 0, 0600);

	title("messages: which is received");
	for (long i = 0; i < 2; i++) {
		send(id, 5, i ? "e" : "v", 0);
		send(id, 3, i ? "c" : "drei", 0);
		send(id, 9, "neun", 0);
	}
	receive("any", id, 0, NOWAIT);
	receive("type 9", id, 9, NOWAIT);
	receive("lowest up to 8", id, -8, NOWAIT);
	receive("all but 3", id, 3, NOWAIT | 020000);
	receive("type 77", id, 77, NOWAIT);
	receive("up to 2", id, -2, NOWAIT);
	send(id, 1, "far too long for it", 0);
	receive("too long", id, 1, NOWAIT);
	receive("cut", id, 1, NOWAIT | 010000);
	show("empty", send(id, 4, "", 0));
	receive("empty one", id, 4, 0);
	show("type 0", send(id, 0, "x", 0));
	show("type -1", send(id, -1, "x", 0));
	show("too large", SC(msgsnd, id, L(&msg), 1l << 20, NOWAIT));
	show("from nowhere", SC(msgsnd, id, 8, 1, NOWAIT));
	show("negative size", SC(msgrcv, id, L(&msg), -1, 0, NOWAIT));
	show("removed", SC(msgctl, id, RMID, 0));
	receive("of none", id, 0, NOWAIT);
}

static void msg_full(void)
{
	const long id = SC(msgget, 0, 0600);
	long n = 0;

	title("messages: a full queue");
	msg.type = 1;
	while (!SC(msgsnd, id, L(&msg), 64, NOWAIT))
		n++;
	show("messages of 64 bytes", n);
	show("one more", SC(msgsnd, id, L(&msg), 64, NOWAIT));
	show("without any", SC(msgsnd, id, L(&msg), 0, NOWAIT));
	show("removed", SC(msgctl, id, RMID, 0));
}

/* What @fn answers in a child that sleeps in it while @then happens. */
static void sleeping(const char *label, long (*fn)(long id), long id,
		     void (*then)(long id, long pid))
{
	long pid = io_fork();

	if (!pid) {
		io_catch(SIG_USR1, SA_RESTART_);
		SC(exit_group, -fn(id));
	}
	wait_for_sleeper();
	then(id, pid);
	show(label, io_wait(pid) >> 8);
}

static long rcv_any(long id)
{
	return SC(msgrcv, id, L(&msg), 64, 0, 0) == 3 ? 0 : -99;
}

static long rcv_errno(long id)
{
	return SC(msgrcv, id, L(&msg), 64, 0, 0);
}

static void send_abc(long id, long pid)
{
	send(id, 7, "abc", 0);
}

static void remove_queue(long id, long pid)
{
	SC(msgctl, id, RMID, 0);
}

static void interrupt(long id, long pid)
{
	SC(kill, pid, SIG_USR1);
}

static void msg_sleepers(void)
{
	long id = SC(msgget, 0, 0600);

	title("messages: who sleeps");
	sleeping("gets it", rcv_any, id, send_abc);
	sleeping("is interrupted", rcv_errno, id, interrupt);
	sleeping("loses the queue", rcv_errno, id, remove_queue);
}

/* ---- semaphores ----------------------------------------------------------------- */

static long one_op(long id, int num, int op, int flags)
{
	struct op o = { (unsigned short)num, (short)op, (short)flags };

	return SC(semctl, id, num, GETVAL, 0) < 0 ? -1000 :
	       sys_of(SEMTIMEDOP, (const long[6]){ id, L(&o), 1, 0 });
}

static void values(const char *label, long id)
{
	unsigned short v[3] = { 0, 0, 0 };

	put(label);
	SC(semctl, id, 0, GETALL, L(v));
	for (int i = 0; i < 3; i++) {
		put(" ");
		put_number(v[i]);
	}
	put("\n");
}

static void sem_ops(void)
{
	const long id = SC(semget, 0, 3, 0600);
	struct op both[2] = { { 0, -1, NOWAIT }, { 1, -5, NOWAIT } };
	struct op outside = { 9, 1, 0 };
	unsigned short all[3] = { 1, 2, 40000 };

	title("semaphores: values");
	show("3 of them", id >= 0);
	values("fresh", id);
	show("up", one_op(id, 0, 2, 0));
	show("down", one_op(id, 0, -1, 0));
	show("too far", one_op(id, 0, -2, NOWAIT));
	show("zero?", one_op(id, 0, 0, NOWAIT));
	show("zero", one_op(id, 1, 0, NOWAIT));
	show("all or nothing",
	     sys_of(SEMTIMEDOP, (const long[6]){ id, L(both), 2, 0 }));
	values("after it", id);
	show("too high", one_op(id, 0, 32767, 0));
	show("set", SC(semctl, id, 2, SETVAL, 32767));
	show("set too high", SC(semctl, id, 2, SETVAL, 32768));
	show("set all too high", SC(semctl, id, 0, SETALL, L(all)));
	all[2] = 3;
	show("set all", SC(semctl, id, 0, SETALL, L(all)));
	values("set", id);
	show("no such one", SC(semctl, id, 3, GETVAL, 0));
	show("op on no such one",
	     sys_of(SEMTIMEDOP, (const long[6]){ id, L(&outside), 1, 0 }));
	show("no ops", sys_of(SEMTIMEDOP, (const long[6]){ id, L(both), 0, 0 }));
	show("many ops",
	     sys_of(SEMTIMEDOP, (const long[6]){ id, L(both), 1000, 0 }));
	show("ours", SC(semctl, id, 0, GETPID, 0) == SC(getpid, 0));
	show("removed", SC(semctl, id, 0, RMID, 0));
	show("of none", SC(semctl, id, 0, GETVAL, 0));
	show("a set of none", SC(semget, 0, 0, 0600));
	show("a set of -1", SC(semget, 0, -1, 0600));
}

static void sem_timeout(void)
{
	const long id = SC(semget, 0, 1, 0600);
	struct op down = { 0, -1, 0 };
	struct wide_time ts = { 0, 20 * 1000 * 1000 };

	title("semaphores: a time");
	show("too late",
	     sys_of(SEMTIMEDOP, (const long[6]){ id, L(&down), 1, L(&ts) }));
	ts.nsec = 2000000000;
	show("no time",
	     sys_of(SEMTIMEDOP, (const long[6]){ id, L(&down), 1, L(&ts) }));
	show("removed", SC(semctl, id, 0, RMID, 0));
}

static void sem_undo(void)
{
	const long id = SC(semget, 0, 3, 0600);
	long pid;

	title("semaphores: undone at the end");
	SC(semctl, id, 0, SETVAL, 5);
	pid = io_fork();
	if (!pid) {
		one_op(id, 0, -3, UNDO);
		one_op(id, 1, 4, UNDO);
		one_op(id, 2, 1, 0);
		values("in the child", id);
		SC(exit_group, 0);
	}
	io_wait(pid);
	values("afterwards", id);
	show("removed", SC(semctl, id, 0, RMID, 0));
}

static long down_errno(long id)
{
	return one_op(id, 0, -1, 0);
}

static void up(long id, long pid)
{
	show("waiting for more", SC(semctl, id, 0, GETNCNT, 0));
	show("waiting for zero", SC(semctl, id, 0, GETZCNT, 0));
	one_op(id, 0, 1, 0);
}

static void remove_set(long id, long pid)
{
	SC(semctl, id, 0, RMID, 0);
}

static void sem_sleepers(void)
{
	const long id = SC(semget, 0, 1, 0600);

	title("semaphores: who sleeps");
	sleeping("goes on", down_errno, id, up);
	show("taken", SC(semctl, id, 0, GETVAL, 0));
	sleeping("is interrupted", down_errno, id, interrupt);
	sleeping("loses the set", down_errno, id, remove_set);
}

int main(int argc, char **argv, char **envp)
{
	shm_keys();
	shm_sharing();
	shm_of_others();
	msg_order();
	msg_full();
	msg_sleepers();
	sem_ops();
	sem_timeout();
	sem_undo();
	sem_sleepers();
	return 0;
}
