/* SPDX-License-Identifier: MIT */
/*
 * abi/syscalls.h - the system calls of x86-64 as data.
 *
 * SYSCALLS(X) has the calls that are there, as X(number, name, kinds), where
 * kinds is a string with one letter for each argument:
 *
 *	f  file descriptor		s  path or other string, user memory
 *	d  directory descriptor		i  pointer that is read
 *	n  bytes behind the pointer	o  pointer that is written
 *	x  anything else		b  pointer that is read and written
 *
 * The handler is sys_<name>; where the same call comes in several shapes, names
 * are those that Linux gives its handlers. SYSCALL_NAMES(X) names the others, X(number,
 * name), for the one line that says that a call is not there.
 */
#ifndef ABI_SYSCALLS_H
#define ABI_SYSCALLS_H

#define NR_SYSCALL_NAMES	451

#define SYSCALLS(X) \
	X(0, read, "fon") \
	X(1, write, "fin") \
	X(2, open, "sxx") \
	X(3, close, "f") \
	X(4, stat, "so") \
	X(5, fstat, "fo") \
	X(6, lstat, "so") \
	X(7, poll, "bxx") \
	X(8, lseek, "fxx") \
	X(9, mmap, "xnxxfx") \
	X(10, mprotect, "xnx") \
	X(11, munmap, "xn") \
	X(12, brk, "x") \
	X(13, rt_sigaction, "xiox") \
	X(14, rt_sigprocmask, "xiox") \
	X(15, rt_sigreturn, "") \
	X(16, ioctl, "fxx") \
	X(17, pread64, "fonx") \
	X(18, pwrite64, "finx") \
	X(19, readv, "fix") \
	X(20, writev, "fix") \
	X(21, access, "sx") \
	X(22, pipe, "o") \
	X(23, select, "xbbbb") \
	X(24, sched_yield, "") \
	X(25, mremap, "xnnxx") \
	X(26, msync, "xnx") \
	X(27, mincore, "xno") \
	X(28, madvise, "xnx") \
	X(29, shmget, "xxx") \
	X(30, shmat, "xxx") \
	X(31, shmctl, "xxo") \
	X(32, dup, "f") \
	X(33, dup2, "ff") \
	X(34, pause, "") \
	X(35, nanosleep, "io") \
	X(36, getitimer, "xo") \
	X(37, alarm, "x") \
	X(38, setitimer, "xio") \
	X(39, getpid, "") \
	X(40, sendfile64, "ffbn") \
	X(56, clone, "xxoox") \
	X(57, fork, "") \
	X(58, vfork, "") \
	X(41, socket, "xxx") \
	X(53, socketpair, "xxxo") \
	X(49, bind, "fin") \
	X(42, connect, "fin") \
	X(50, listen, "fx") \
	X(288, accept4, "fobx") \
	X(55, getsockopt, "fxxob") \
	X(54, setsockopt, "fxxin") \
	X(51, getsockname, "fob") \
	X(52, getpeername, "fob") \
	X(44, sendto, "finxin") \
	X(46, sendmsg, "fix") \
	X(45, recvfrom, "fonxob") \
	X(47, recvmsg, "fbx") \
	X(48, shutdown, "fx") \
	X(307, sendmmsg, "fbxx") \
	X(43, accept, "fob") \
	X(299, recvmmsg, "fbxxb") \
	X(59, execve, "sii") \
	X(60, exit, "x") \
	X(61, wait4, "xoxo") \
	X(62, kill, "xx") \
	X(63, uname, "o") \
	X(64, semget, "xxx") \
	X(65, semop, "xix") \
	X(66, semctl, "xxxx") \
	X(67, shmdt, "x") \
	X(68, msgget, "xx") \
	X(69, msgsnd, "xixx") \
	X(70, msgrcv, "xoxxx") \
	X(71, msgctl, "xxo") \
	X(72, fcntl, "fxx") \
	X(73, flock, "fx") \
	X(74, fsync, "f") \
	X(75, fdatasync, "f") \
	X(76, truncate, "sx") \
	X(77, ftruncate, "fx") \
	X(78, getdents, "fon") \
	X(79, getcwd, "on") \
	X(80, chdir, "s") \
	X(81, fchdir, "f") \
	X(82, rename, "ss") \
	X(83, mkdir, "sx") \
	X(84, rmdir, "s") \
	X(85, creat, "sx") \
	X(86, link, "ss") \
	X(87, unlink, "s") \
	X(88, symlink, "ss") \
	X(89, readlink, "son") \
	X(90, chmod, "sx") \
	X(91, fchmod, "fx") \
	X(92, chown, "sxx") \
	X(93, fchown, "fxx") \
	X(94, lchown, "sxx") \
	X(95, umask, "x") \
	X(96, gettimeofday, "oo") \
	X(97, getrlimit, "xo") \
	X(98, getrusage, "xo") \
	X(99, sysinfo, "o") \
	X(100, times, "o") \
	X(102, getuid, "") \
	X(103, syslog, "xon") \
	X(104, getgid, "") \
	X(105, setuid, "x") \
	X(106, setgid, "x") \
	X(107, geteuid, "") \
	X(108, getegid, "") \
	X(109, setpgid, "xx") \
	X(110, getppid, "") \
	X(111, getpgrp, "") \
	X(112, setsid, "") \
	X(113, setreuid, "xx") \
	X(114, setregid, "xx") \
	X(115, getgroups, "xo") \
	X(116, setgroups, "xi") \
	X(117, setresuid, "xxx") \
	X(118, getresuid, "ooo") \
	X(119, setresgid, "xxx") \
	X(120, getresgid, "ooo") \
	X(121, getpgid, "x") \
	X(122, setfsuid, "x") \
	X(123, setfsgid, "x") \
	X(124, getsid, "x") \
	X(127, rt_sigpending, "ox") \
	X(128, rt_sigtimedwait, "ioix") \
	X(129, rt_sigqueueinfo, "xxi") \
	X(130, rt_sigsuspend, "ix") \
	X(131, sigaltstack, "io") \
	X(132, utime, "si") \
	X(133, mknod, "sxx") \
	X(135, personality, "x") \
	X(137, statfs, "so") \
	X(138, fstatfs, "fo") \
	X(140, getpriority, "xx") \
	X(141, setpriority, "xxx") \
	X(142, sched_setparam, "xi") \
	X(143, sched_getparam, "xo") \
	X(144, sched_setscheduler, "xxi") \
	X(145, sched_getscheduler, "x") \
	X(146, sched_get_priority_max, "x") \
	X(147, sched_get_priority_min, "x") \
	X(148, sched_rr_get_interval, "xo") \
	X(149, mlock, "xn") \
	X(150, munlock, "xn") \
	X(151, mlockall, "x") \
	X(152, munlockall, "") \
	X(153, vhangup, "") \
	X(157, prctl, "xxxxx") \
	X(158, arch_prctl, "xx") \
	X(160, setrlimit, "xi") \
	X(161, chroot, "s") \
	X(162, sync, "") \
	X(165, mount, "isixi") \
	X(166, umount2, "sx") \
	X(169, reboot, "xxxi") \
	X(170, sethostname, "in") \
	X(171, setdomainname, "in") \
	X(186, gettid, "") \
	X(187, readahead, "fxx") \
	X(188, setxattr, "ssinx") \
	X(189, lsetxattr, "ssinx") \
	X(190, fsetxattr, "fsinx") \
	X(191, getxattr, "sson") \
	X(192, lgetxattr, "sson") \
	X(193, fgetxattr, "fson") \
	X(194, listxattr, "son") \
	X(195, llistxattr, "son") \
	X(196, flistxattr, "fon") \
	X(197, removexattr, "ss") \
	X(198, lremovexattr, "ss") \
	X(199, fremovexattr, "fs") \
	X(200, tkill, "xx") \
	X(201, time, "o") \
	X(202, futex, "bxxixx") \
	X(203, sched_setaffinity, "xni") \
	X(204, sched_getaffinity, "xno") \
	X(213, epoll_create, "x") \
	X(216, remap_file_pages, "xnxxx") \
	X(217, getdents64, "fon") \
	X(218, set_tid_address, "x") \
	X(220, semtimedop, "xixi") \
	X(221, fadvise64, "fxxx") \
	X(222, timer_create, "xio") \
	X(223, timer_settime, "xxio") \
	X(224, timer_gettime, "xo") \
	X(225, timer_getoverrun, "x") \
	X(226, timer_delete, "x") \
	X(227, clock_settime, "xi") \
	X(228, clock_gettime, "xo") \
	X(229, clock_getres, "xo") \
	X(230, clock_nanosleep, "xxio") \
	X(231, exit_group, "x") \
	X(232, epoll_wait, "foxx") \
	X(233, epoll_ctl, "fxfi") \
	X(234, tgkill, "xxx") \
	X(235, utimes, "si") \
	X(247, waitid, "xxoxo") \
	X(251, ioprio_set, "xxx") \
	X(252, ioprio_get, "xx") \
	X(257, openat, "dsxx") \
	X(258, mkdirat, "dsx") \
	X(259, mknodat, "dsxx") \
	X(260, fchownat, "dsxxx") \
	X(261, futimesat, "dsi") \
	X(262, newfstatat, "dsox") \
	X(263, unlinkat, "dsx") \
	X(264, renameat, "dsds") \
	X(265, linkat, "dsdsx") \
	X(266, symlinkat, "sds") \
	X(267, readlinkat, "dson") \
	X(268, fchmodat, "dsx") \
	X(269, faccessat, "dsx") \
	X(270, pselect6, "xbbbii") \
	X(271, ppoll, "bxiix") \
	X(273, set_robust_list, "xx") \
	X(274, get_robust_list, "xoo") \
	X(275, splice, "fbfbnx") \
	X(276, tee, "ffnx") \
	X(277, sync_file_range, "fxxx") \
	X(278, vmsplice, "fixx") \
	X(280, utimensat, "dsix") \
	X(281, epoll_pwait, "foxxix") \
	X(282, signalfd, "fix") \
	X(283, timerfd_create, "xx") \
	X(284, eventfd, "x") \
	X(285, fallocate, "fxxx") \
	X(286, timerfd_settime, "fxio") \
	X(287, timerfd_gettime, "fo") \
	X(289, signalfd4, "fixx") \
	X(290, eventfd2, "xx") \
	X(291, epoll_create1, "x") \
	X(292, dup3, "ffx") \
	X(293, pipe2, "ox") \
	X(295, preadv, "fixxx") \
	X(296, pwritev, "fixxx") \
	X(297, rt_tgsigqueueinfo, "xxxi") \
	X(302, prlimit64, "xxio") \
	X(306, syncfs, "f") \
	X(309, getcpu, "oox") \
	X(310, process_vm_readv, "xixixx") \
	X(311, process_vm_writev, "xixixx") \
	X(314, sched_setattr, "xix") \
	X(315, sched_getattr, "xonx") \
	X(316, renameat2, "dsdsx") \
	X(318, getrandom, "onx") \
	X(319, memfd_create, "sx") \
	X(322, execveat, "dsiix") \
	X(324, membarrier, "xxx") \
	X(325, mlock2, "xnx") \
	X(326, copy_file_range, "fbfbnx") \
	X(327, preadv2, "fixxxx") \
	X(328, pwritev2, "fixxxx") \
	X(332, statx, "dsxxo") \
	X(424, pidfd_send_signal, "fxix") \
	X(434, pidfd_open, "xx") \
	X(435, clone3, "bn") \
	X(436, close_range, "xxx") \
	X(437, openat2, "diin") \
	X(438, pidfd_getfd, "ffx") \
	X(439, faccessat2, "dsxx") \
	X(441, epoll_pwait2, "foxiix")

#define SYSCALL_NAMES(X) \
	X(101, ptrace) \
	X(125, capget) \
	X(126, capset) \
	X(134, uselib) \
	X(136, ustat) \
	X(139, sysfs) \
	X(154, modify_ldt) \
	X(155, pivot_root) \
	X(156, _sysctl) \
	X(159, adjtimex) \
	X(163, acct) \
	X(164, settimeofday) \
	X(167, swapon) \
	X(168, swapoff) \
	X(172, iopl) \
	X(173, ioperm) \
	X(174, create_module) \
	X(175, init_module) \
	X(176, delete_module) \
	X(177, get_kernel_syms) \
	X(178, query_module) \
	X(179, quotactl) \
	X(180, nfsservctl) \
	X(181, getpmsg) \
	X(182, putpmsg) \
	X(183, afs_syscall) \
	X(184, tuxcall) \
	X(185, security) \
	X(205, set_thread_area) \
	X(206, io_setup) \
	X(207, io_destroy) \
	X(208, io_getevents) \
	X(209, io_submit) \
	X(210, io_cancel) \
	X(211, get_thread_area) \
	X(212, lookup_dcookie) \
	X(214, epoll_ctl_old) \
	X(215, epoll_wait_old) \
	X(219, restart_syscall) \
	X(236, vserver) \
	X(237, mbind) \
	X(238, set_mempolicy) \
	X(239, get_mempolicy) \
	X(240, mq_open) \
	X(241, mq_unlink) \
	X(242, mq_timedsend) \
	X(243, mq_timedreceive) \
	X(244, mq_notify) \
	X(245, mq_getsetattr) \
	X(246, kexec_load) \
	X(248, add_key) \
	X(249, request_key) \
	X(250, keyctl) \
	X(253, inotify_init) \
	X(254, inotify_add_watch) \
	X(255, inotify_rm_watch) \
	X(256, migrate_pages) \
	X(272, unshare) \
	X(279, move_pages) \
	X(294, inotify_init1) \
	X(298, perf_event_open) \
	X(300, fanotify_init) \
	X(301, fanotify_mark) \
	X(303, name_to_handle_at) \
	X(304, open_by_handle_at) \
	X(305, clock_adjtime) \
	X(308, setns) \
	X(312, kcmp) \
	X(313, finit_module) \
	X(317, seccomp) \
	X(320, kexec_file_load) \
	X(321, bpf) \
	X(323, userfaultfd) \
	X(329, pkey_mprotect) \
	X(330, pkey_alloc) \
	X(331, pkey_free) \
	X(333, io_pgetevents) \
	X(334, rseq) \
	X(425, io_uring_setup) \
	X(426, io_uring_enter) \
	X(427, io_uring_register) \
	X(428, open_tree) \
	X(429, move_mount) \
	X(430, fsopen) \
	X(431, fsconfig) \
	X(432, fsmount) \
	X(433, fspick) \
	X(440, process_madvise) \
	X(442, mount_setattr) \
	X(443, quotactl_fd) \
	X(444, landlock_create_ruleset) \
	X(445, landlock_add_rule) \
	X(446, landlock_restrict_self) \
	X(447, memfd_secret) \
	X(448, process_mrelease) \
	X(449, futex_waitv) \
	X(450, set_mempolicy_home_node)

#endif
