/* SPDX-License-Identifier: MIT */
/*
 * tasks.h - processes, threads and signals for programs without a libc.
 */
#ifndef TASKS_H
#define TASKS_H

#include "start.h"
#ifdef __x86_64__
#define NR(x86_64, i386)	x86_64
#else
#define NR(x86_64, i386)	i386
#endif

#define SYS_poll		NR(7, 168)
#define SYS_rt_sigprocmask	NR(14, 175)
#define SYS_sched_yield		NR(24, 158)
#define SYS_alarm		NR(37, 27)
#define SYS_setitimer		NR(38, 104)
#define SYS_clone		NR(56, 120)
#define SYS_fork		NR(57, 2)
#define SYS_vfork		NR(58, 190)
#define SYS_wait4		NR(61, 114)
#define SYS_getppid		NR(110, 64)
#define SYS_rt_sigtimedwait	NR(128, 421)
#define SYS_rt_sigqueueinfo	NR(129, 178)
#define SYS_rt_sigsuspend	NR(130, 179)
#define SYS_getpriority		NR(140, 96)
#define SYS_sched_getscheduler	NR(145, 157)
#define SYS_sched_setscheduler	NR(144, 156)
#define SYS_sched_prio_max	NR(146, 159)
#define SYS_prctl		NR(157, 172)
#define SYS_setrlimit		NR(160, 75)
#define SYS_gettid		NR(186, 224)
#define SYS_futex		NR(202, 422)
#define SYS_timer_create	NR(222, 259)
#define SYS_timer_settime	NR(223, 409)
#define SYS_timer_getoverrun	NR(225, 262)
#define SYS_timer_delete	NR(226, 263)
#define SYS_nanosleep		NR(230, 407)	/* clock_nanosleep */
#define SYS_waitid		NR(247, 284)
#define SYS_set_robust_list	NR(273, 311)
#define SYS_timerfd_create	NR(283, 322)
#define SYS_timerfd_settime	NR(286, 411)
#define SYS_signalfd4		NR(289, 327)
#define SYS_pidfd_send_signal	424
#define SYS_pidfd_open		434
#define SYS_clone3		435
#define SYS_setresuid		NR(117, 208)

#define SIGKILL		9
#define SIGUSR1		10
#define SIGUSR2		12
#define SIGALRM		14
#define SIGTERM		15
#define SIGCHLD		17
#define SIGCONT		18
#define SIGSTOP		19
#define SIGVTALRM	26
#define SIGPROF		27
#define SIGRT		40

#define SA_NOCLDSTOP	1
#define SA_SIGINFO	4
#define SA_RESTORER	0x4000000
#define SA_RESTART	0x10000000

#define EAGAIN		11

#define THREAD_FLAGS	0x50f00		/* VM FS FILES SIGHAND THREAD SYSVSEM */
#define CLEAR_TID	0x200000
#define SET_TID		0x100000

/* siginfo_t, as far as it is looked at. */
struct siginfo {
	int signo, error, code;
#ifdef __x86_64__
	int pad;
#endif
	int pid;			/* timers: number */
	unsigned int uid;		/* overruns */
	union {
		int status;
		ulong value;
	};
	char rest[96];
};

struct timespec64 {
	long long sec, nsec;
};

extern char sig_restorer[];

static inline long sys4(long nr, long a, long b, long c, long d)
{
	return sys6(nr, a, b, c, d, 0, 0);
}

static inline long catch(int sig, void (*fn)(int, struct siginfo *, void *),
			 ulong flags)
{
	const struct sig_action sa = {
		.handler = (ulong)fn, .restorer = (ulong)sig_restorer,
		.flags = flags | SA_SIGINFO | SA_RESTORER,
	};

	return sys4(SYS_rt_sigaction, sig, (long)&sa, 0, 8);
}

/* 0: block, 1: unblock. */
static inline void mask(int how, uint64_t set)
{
	sys4(SYS_rt_sigprocmask, how, (long)&set, 0, 8);
}

#define BIT(sig)	(1ull << ((sig) - 1))

static inline void sleep_ms(long ms)
{
	const struct timespec64 ts = { ms / 1000, ms % 1000 * 1000000 };

	sys4(SYS_nanosleep, 1, 0, (long)&ts, 0);
}

static inline long wait_for(long pid, int options)
{
	int status = -1;
	long ret = sys4(SYS_wait4, pid, (long)&status, options, 0);

	return ret < 0 ? ret : status;
}

/* The child's number; the child calls fn(arg) and ends with its result. */
static inline long child(int (*fn)(long), long arg)
{
	long pid = sys1(SYS_fork, 0);

	if (pid)
		return pid;
	sys1(SYS_exit_group, fn(arg));
	__builtin_unreachable();
}

/* fn(arg) on another stack, ending with exit(2). */
long thread_start(ulong flags, void *stack_top, void (*fn)(void *), void *arg,
		  int *tid);

#ifdef __x86_64__
__asm__(".globl thread_start\n"
	"thread_start:\n"
	"	sub $16, %rsi\n"
	"	mov %rdx, (%rsi)\n"
	"	mov %rcx, 8(%rsi)\n"
	"	mov %r8, %rdx\n"
	"	mov %r8, %r10\n"
	"	mov $56, %eax\n"
	"	syscall\n"
	"	test %rax, %rax\n"
	"	jz 1f\n"
	"	ret\n"
	"1:	pop %rax\n"
	"	pop %rdi\n"
	"	call *%rax\n"
	"	mov $60, %eax\n"
	"	xor %edi, %edi\n"
	"	syscall\n");
#else
__asm__(".globl thread_start\n"
	"thread_start:\n"
	"	push %ebx\n"
	"	push %esi\n"
	"	push %edi\n"
	"	mov 16(%esp), %ebx\n"
	"	mov 20(%esp), %ecx\n"
	"	sub $16, %ecx\n"
	"	mov 24(%esp), %eax\n"
	"	mov %eax, (%ecx)\n"
	"	mov 28(%esp), %eax\n"
	"	mov %eax, 4(%ecx)\n"
	"	mov 32(%esp), %edx\n"
	"	mov %edx, %edi\n"
	"	xor %esi, %esi\n"
	"	mov $120, %eax\n"
	"	int $0x80\n"
	"	test %eax, %eax\n"
	"	jz 1f\n"
	"	pop %edi\n"
	"	pop %esi\n"
	"	pop %ebx\n"
	"	ret\n"
	"1:	pop %eax\n"
	"	call *%eax\n"
	"	mov $1, %eax\n"
	"	xor %ebx, %ebx\n"
	"	int $0x80\n");
#endif

static inline long futex(volatile int *word, int op, int val, long val2,
			 volatile int *word2, int val3)
{
	return sys6(SYS_futex, (long)word, op, val, val2, (long)word2, val3);
}

#define FUTEX_WAIT		0
#define FUTEX_WAKE		1
#define FUTEX_CMP_REQUEUE	4
#define FUTEX_WAKE_OP		5

/* Until a thread made with SET_TID and CLEAR_TID is gone. */
static inline void join(volatile int *tid)
{
	int was;

	while ((was = *tid) != 0)
		futex(tid, FUTEX_WAIT, was, 0, 0, 0);
}

#endif
