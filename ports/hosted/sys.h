/* SPDX-License-Identifier: MIT */
/*
 * sys.h - system calls of the host, made without its libc.
 *
 * The freestanding half runs in signal handlers and with memory that libc
 * knows nothing of, so it asks the host directly: no errno, no cancellation
 * points, no sanitizer in between. Numbers and constants are those of Linux
 * on x86-64. Each call returns what the host answered: a result or -errno.
 */
#ifndef HOSTED_SYS_H
#define HOSTED_SYS_H

#include <octavo/types.h>

#define HOST_NR_read		0
#define HOST_NR_write		1
#define HOST_NR_close		3
#define HOST_NR_poll		7
#define HOST_NR_mmap		9
#define HOST_NR_mprotect	10
#define HOST_NR_munmap		11
#define HOST_NR_rt_sigaction	13
#define HOST_NR_rt_sigprocmask	14
#define HOST_NR_rt_sigreturn	15
#define HOST_NR_ioctl		16
#define HOST_NR_sched_yield	24
#define HOST_NR_setitimer	38
#define HOST_NR_getpid		39
#define HOST_NR_ftruncate	77
#define HOST_NR_sigaltstack	131
#define HOST_NR_prctl		157
#define HOST_NR_arch_prctl	158
#define HOST_NR_gettid		186
#define HOST_NR_futex		202
#define HOST_NR_exit_group	231
#define HOST_NR_tgkill		234
#define HOST_NR_ppoll		271
#define HOST_NR_eventfd2	290
#define HOST_NR_seccomp		317
#define HOST_NR_memfd_create	319

#define HOST_PROT_NONE		0ul
#define HOST_PROT_READ		1ul
#define HOST_PROT_WRITE		2ul
#define HOST_PROT_EXEC		4ul
#define HOST_MAP_SHARED		0x01ul
#define HOST_MAP_PRIVATE	0x02ul
#define HOST_MAP_FIXED		0x10ul
#define HOST_MAP_ANONYMOUS	0x20ul
#define HOST_MAP_NORESERVE	0x4000ul
#define HOST_MAP_POPULATE	0x8000ul

#define HOST_ITIMER_REAL	0
#define HOST_TIOCGWINSZ		0x5413
#define HOST_EFD_FLAGS		02004000	/* CLOEXEC, NONBLOCK */

#define HOST_EINTR		4
#define HOST_EAGAIN		11
#define HOST_ENOMEM		12

static inline long host_syscall(long nr, long a, long b, long c, long d,
				long e, long f)
{
	register long r10 __asm__("r10") = d;
	register long r8 __asm__("r8") = e;
	register long r9 __asm__("r9") = f;
	long ret;

	__asm__ __volatile__("syscall"
			     : "=a"(ret)
			     : "a"(nr), "D"(a), "S"(b), "d"(c), "r"(r10),
			       "r"(r8), "r"(r9)
			     : "rcx", "r11", "memory");
	return ret;
}

#define host_syscall3(nr, a, b, c)					\
	host_syscall(nr, (long)(a), (long)(b), (long)(c), 0, 0, 0)

/* Is it -errno? */
static inline bool host_failed(long ret)
{
	return (unsigned long)ret > -4096ul;
}

static inline long host_mmap(unsigned long addr, unsigned long len,
			     unsigned long prot, unsigned long flags, int fd,
			     u64 offset)
{
	return host_syscall(HOST_NR_mmap, (long)addr, (long)len, (long)prot,
			    (long)flags, fd, (long)offset);
}

static inline long host_munmap(unsigned long addr, unsigned long len)
{
	return host_syscall3(HOST_NR_munmap, addr, len, 0);
}

#endif
