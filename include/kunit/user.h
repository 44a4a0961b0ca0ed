/* SPDX-License-Identifier: MIT */
/*
 * kunit/user.h - a test as a user program: system calls, and user memory that
 * can be taken away.
 *
 *	static void echoes(struct kunit *test)
 *	{
 *		void __user *buf = u_alloc(2 * PAGE_SIZE);
 *		int fd = u_open("/dev/echo", O_RDWR);
 *
 *		KUNIT_ASSERT_GE(test, fd, 0);
 *		u_put(buf, "hello", 5);
 *		KUNIT_EXPECT_EQ(test, u_write(fd, buf, 5), 5);
 *		u_unmap(buf + PAGE_SIZE, PAGE_SIZE);
 *		KUNIT_EXPECT_EQ(test, u_read(fd, buf + PAGE_SIZE, 5), -EFAULT);
 *		u_close(fd);
 *	}
 *
 * The calls are those that programs make, on an address space of the test's
 * task, and answer what programs see: a result, or -Exxx. What no program may
 * see is reported, which fails the test: an error that is no errno (-ENOTSUPP,
 * -ERESTARTSYS without a signal), more bytes than were asked for, and what
 * every system call is reported for (locks held, atomic context).
 *
 * A signal that comes ends a call that waits with -EINTR, as it does for a
 * program with a handler, and is gone then.
 *
 * Unlike Linux: Linux has none of this.
 */
#ifndef KUNIT_USER_H
#define KUNIT_USER_H

#include <kunit/test.h>
#include <octavo/fs.h>
#include <octavo/uaccess.h>
#include <octavo/uio.h>
#include <uapi/errno.h>
#include <uapi/fcntl.h>
#include <uapi/mman.h>
#include <uapi/poll.h>
#include <uapi/signal.h>
#include <uapi/uio.h>

/* ---- files ------------------------------------------------------------------ */

/**
 * u_open() - open(2)
 * @path: as the program says it
 * @flags: O_*; what O_CREAT makes is for everybody
 *
 * Context: May sleep; in a test.
 * Return: a descriptor or -Exxx.
 */
int u_open(const char *path, int flags);

/**
 * u_close() - close(2)
 * @fd: a descriptor
 *
 * Context: May sleep; in a test.
 * Return: 0 or -Exxx.
 */
int u_close(int fd);

/**
 * u_read() - read(2)
 * @fd: a descriptor
 * @buf: user memory
 * @n: bytes
 *
 * Context: May sleep; in a test.
 * Return: bytes or -Exxx.
 */
ssize_t u_read(int fd, void __user *buf, size_t n);

/**
 * u_write() - write(2)
 * @fd: a descriptor
 * @buf: user memory
 * @n: bytes
 *
 * Context: May sleep; in a test.
 * Return: bytes or -Exxx.
 */
ssize_t u_write(int fd, const void __user *buf, size_t n);

/**
 * u_pread() - pread(2)
 * @fd: a descriptor
 * @buf: user memory
 * @n: bytes
 * @pos: from where
 *
 * Context: May sleep; in a test.
 * Return: bytes or -Exxx.
 */
ssize_t u_pread(int fd, void __user *buf, size_t n, loff_t pos);

/**
 * u_pwrite() - pwrite(2)
 * @fd: a descriptor
 * @buf: user memory
 * @n: bytes
 * @pos: to where
 *
 * Context: May sleep; in a test.
 * Return: bytes or -Exxx.
 */
ssize_t u_pwrite(int fd, const void __user *buf, size_t n, loff_t pos);

/**
 * u_readv() - readv(2)
 * @fd: a descriptor
 * @iov: kernel memory: where in user memory
 * @nr: of them, at most 64
 *
 * Context: May sleep; in a test.
 * Return: bytes or -Exxx.
 */
ssize_t u_readv(int fd, const struct iovec *iov, unsigned int nr);

/**
 * u_writev() - writev(2)
 * @fd: a descriptor
 * @iov: kernel memory: where in user memory
 * @nr: of them, at most 64
 *
 * Context: May sleep; in a test.
 * Return: bytes or -Exxx.
 */
ssize_t u_writev(int fd, const struct iovec *iov, unsigned int nr);

/**
 * u_read_to() - read(2), and the bytes into kernel memory
 * @fd: a descriptor
 * @buf: kernel memory
 * @n: bytes, at most U_ROOM
 *
 * Context: May sleep; in a test.
 * Return: bytes or -Exxx.
 */
ssize_t u_read_to(int fd, void *buf, size_t n);

/**
 * u_write_from() - write(2) of bytes in kernel memory
 * @fd: a descriptor
 * @buf: kernel memory
 * @n: bytes, at most U_ROOM
 *
 * Context: May sleep; in a test.
 * Return: bytes or -Exxx.
 */
ssize_t u_write_from(int fd, const void *buf, size_t n);
#define U_ROOM		(15 * PAGE_SIZE)

/**
 * u_lseek() - lseek(2)
 * @fd: a descriptor
 * @off: bytes
 * @whence: SEEK_*
 *
 * Context: May sleep; in a test.
 * Return: the position or -Exxx.
 */
loff_t u_lseek(int fd, loff_t off, int whence);

/**
 * u_ioctl() - ioctl(2)
 * @fd: a descriptor
 * @cmd: the request
 * @arg: a number, or a user address
 *
 * Context: May sleep; in a test.
 * Return: what it answers or -Exxx.
 */
long u_ioctl(int fd, unsigned int cmd, unsigned long arg);

/**
 * u_ioctl_with() - ioctl(2) with a pointer to a copy of kernel memory
 * @fd: a descriptor
 * @cmd: the request
 * @arg: copied to user memory before, and back after
 * @n: bytes of it
 *
 * Context: May sleep; in a test.
 * Return: what it answers or -Exxx.
 */
long u_ioctl_with(int fd, unsigned int cmd, void *arg, size_t n);

/**
 * u_poll() - poll(2) of one descriptor
 * @fd: a descriptor
 * @events: POLL*
 * @msecs: how long to wait; -1: for ever
 *
 * Context: May sleep; in a test.
 * Return: what is so of @events, POLLERR, POLLHUP and POLLNVAL; 0 after
 *	@msecs; -Exxx.
 */
int u_poll(int fd, short events, int msecs);

/**
 * u_fcntl() - fcntl(2)
 * @fd: a descriptor
 * @cmd: F_*
 * @arg: its argument
 *
 * Context: May sleep; in a test.
 * Return: what it answers or -Exxx.
 */
long u_fcntl(int fd, unsigned int cmd, unsigned long arg);

/**
 * u_fsync() - fsync(2)
 * @fd: a descriptor
 *
 * Context: May sleep; in a test.
 * Return: 0 or -Exxx.
 */
int u_fsync(int fd);

/**
 * u_syscall() - any system call by its number
 * @nr: as programs of this machine know it
 * @args: six
 *
 * Context: May sleep; in a test.
 * Return: what it answers or -Exxx.
 */
long u_syscall(unsigned long nr, const unsigned long args[6]);

/* ---- memory ----------------------------------------------------------------- */

/**
 * u_mmap() - mmap(2)
 * @addr: where, NULL: anywhere
 * @len: bytes
 * @prot: PROT_*
 * @flags: MAP_*
 * @fd: of what, -1: of nothing
 * @off: from where, a multiple of PAGE_SIZE
 *
 * Context: May sleep; in a test.
 * Return: a user address or ERR_PTR().
 */
void __user *u_mmap(void __user *addr, size_t len, int prot, int flags, int fd,
		    loff_t off);

/**
 * u_munmap() - munmap(2)
 * @addr: from where, a multiple of PAGE_SIZE
 * @len: bytes
 *
 * Context: May sleep; in a test.
 * Return: 0 or -Exxx.
 */
int u_munmap(void __user *addr, size_t len);

/**
 * u_alloc() - user memory of zeros, readable and writable
 * @size: bytes
 *
 * Whole pages; none is there before it is touched. Nothing is mapped right
 * before and behind it. It stays until the address space goes, with the test
 * or before.
 *
 * Context: May sleep; in a test.
 * Return: its address; NULL: no memory, and the test has failed.
 */
void __user *u_alloc(size_t size);

/**
 * u_protect() - mprotect(2)
 * @addr: from where, a multiple of PAGE_SIZE
 * @size: bytes
 * @prot: PROT_*
 *
 * Context: May sleep; in a test.
 * Return: 0 or -Exxx.
 */
int u_protect(void __user *addr, size_t size, int prot);

/**
 * u_unmap() - take pages away; the same as u_munmap()
 * @addr: from where, a multiple of PAGE_SIZE
 * @size: bytes
 *
 * Context: May sleep; in a test.
 * Return: 0 or -Exxx.
 */
int u_unmap(void __user *addr, size_t size);

/**
 * u_fault_at() - let the @nth copy that touches a page fault
 * @addr: in the page
 * @nth: 1 the next one; those that follow fault, too. 0: none any more
 *
 * As if another thread unmapped the page at that moment. A call of
 * copy_from_user() and its like is one copy of each page that it touches.
 *
 * Context: May sleep; in a test.
 * Return: 0, -ENOSPC: four pages are watched.
 */
int u_fault_at(const void __user *addr, unsigned int nth);

/**
 * u_put() - kernel memory to user memory
 * @to: user memory
 * @from: kernel memory
 * @n: bytes
 *
 * Whatever its rights are; as ptrace(2) does.
 *
 * Context: May sleep; in a test.
 * Return: 0, -EFAULT: it is not mapped.
 */
int u_put(void __user *to, const void *from, size_t n);

/**
 * u_get() - user memory to kernel memory
 * @to: kernel memory
 * @from: user memory
 * @n: bytes
 *
 * Context: May sleep; in a test.
 * Return: 0, -EFAULT: it is not mapped.
 */
int u_get(void *to, const void __user *from, size_t n);

/**
 * u_touch() - let the program read or write a byte
 * @addr: where
 * @write: write it, the value as it is
 *
 * Faults are served as for a program: a driver's ->fault() runs.
 *
 * Context: May sleep; in a test.
 * Return: 0; -EFAULT: the program would get SIGSEGV or SIGBUS.
 */
int u_touch(void __user *addr, bool write);

/* ---- signals ------------------------------------------------------------------ */

/**
 * u_signal() - send the program a signal
 * @sig: its number
 *
 * It is pending until a call has seen it: that call, if it waits and may be
 * interrupted, ends with -EINTR.
 *
 * Context: May sleep; in a test.
 */
void u_signal(int sig);

/**
 * u_signal_pending() - has a signal come that no call has seen yet?
 *
 * Context: May sleep; in a test.
 * Return: true if so.
 */
bool u_signal_pending(void);

#endif
