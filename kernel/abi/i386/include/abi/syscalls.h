/* SPDX-License-Identifier: MIT */
/*
 * abi/syscalls.h - the system calls of i386 as data.
 *
 * SYSCALLS(X) has the calls that are there, as X(number, name, kinds), where
 * kinds is a string with one letter for each argument:
 *
 *	f  file descriptor		s  path or other string, user memory
 *	d  directory descriptor		i  pointer that is read
 *	n  bytes behind the pointer	o  pointer that is written
 *	x  anything else		b  pointer that is read and written
 *	t  sizeof(struct statfs64)
 *
 * A 64-bit number is two arguments, the lower half first (llseek(2) has them
 * the other way round). The handler is sys_<name>; where the same call comes in
 * several shapes, names are those that Linux gives its handlers: a plain name
 * is the latest shape (32-bit ids, 64-bit times). SYSCALL_NAMES(X) names the
 * others, X(number, name), for the one line that says that a call is not
 * there.
 */
#ifndef ABI_SYSCALLS_H
#define ABI_SYSCALLS_H

#define NR_SYSCALL_NAMES	451

#define SYSCALLS(X) \
	X(1, exit, "x") \
	X(2, fork, "") \
	X(3, read, "fon") \
	X(4, write, "fin") \
	X(5, open, "sxx") \
	X(6, close, "f") \
	X(7, waitpid, "xox") \
	X(8, creat, "sx") \
	X(9, link, "ss") \
	X(10, unlink, "s") \
	X(11, execve, "sii") \
	X(12, chdir, "s") \
	X(13, time, "o") \
	X(14, mknod, "sxx") \
	X(15, chmod, "sx") \
	X(16, lchown16, "sxx") \
	X(18, oldstat, "so") \
	X(19, lseek, "fxx") \
	X(20, getpid, "") \
	X(21, mount, "isixi") \
	X(22, umount, "s") \
	X(23, setuid16, "x") \
	X(24, getuid16, "") \
	X(25, stime, "i") \
	X(27, alarm, "x") \
	X(29, pause, "") \
	X(28, oldfstat, "fo") \
	X(30, utime, "si") \
	X(33, access, "sx") \
	X(34, nice, "x") \
	X(36, sync, "") \
	X(37, kill, "xx") \
	X(38, rename, "ss") \
	X(39, mkdir, "sx") \
	X(40, rmdir, "s") \
	X(41, dup, "f") \
	X(42, pipe, "o") \
	X(43, times, "o") \
	X(45, brk, "x") \
	X(46, setgid16, "x") \
	X(47, getgid16, "") \
	X(48, signal, "xx") \
	X(49, geteuid16, "") \
	X(50, getegid16, "") \
	X(52, umount2, "sx") \
	X(54, ioctl, "fxx") \
	X(55, fcntl, "fxx") \
	X(57, setpgid, "xx") \
	X(59, oldolduname, "o") \
	X(60, umask, "x") \
	X(61, chroot, "s") \
	X(63, dup2, "ff") \
	X(64, getppid, "") \
	X(65, getpgrp, "") \
	X(66, setsid, "") \
	X(67, sigaction, "xio") \
	X(68, sgetmask, "") \
	X(69, ssetmask, "x") \
	X(70, setreuid16, "xx") \
	X(71, setregid16, "xx") \
	X(72, sigsuspend, "xxx") \
	X(73, sigpending, "o") \
	X(74, sethostname, "in") \
	X(75, setrlimit, "xi") \
	X(76, old_getrlimit, "xo") \
	X(77, getrusage, "xo") \
	X(78, gettimeofday, "oo") \
	X(80, getgroups16, "xo") \
	X(81, setgroups16, "xi") \
	X(82, old_select, "i") \
	X(83, symlink, "ss") \
	X(84, oldlstat, "so") \
	X(85, readlink, "son") \
	X(88, reboot, "xxxi") \
	X(90, old_mmap, "i") \
	X(91, munmap, "xn") \
	X(92, truncate, "sx") \
	X(93, ftruncate, "fx") \
	X(94, fchmod, "fx") \
	X(95, fchown16, "fxx") \
	X(96, getpriority, "xx") \
	X(97, setpriority, "xxx") \
	X(99, statfs, "so") \
	X(100, fstatfs, "fo") \
	X(102, socketcall, "xi") \
	X(103, syslog, "xon") \
	X(104, setitimer, "xio") \
	X(105, getitimer, "xo") \
	X(106, stat, "so") \
	X(107, lstat, "so") \
	X(108, fstat, "fo") \
	X(109, olduname, "o") \
	X(111, vhangup, "") \
	X(114, wait4, "xoxo") \
	X(116, sysinfo, "o") \
	X(117, ipc, "xxxxbx") \
	X(118, fsync, "f") \
	X(119, sigreturn, "") \
	X(120, clone, "xxoxo") \
	X(121, setdomainname, "in") \
	X(154, sched_setparam, "xi") \
	X(155, sched_getparam, "xo") \
	X(156, sched_setscheduler, "xxi") \
	X(157, sched_getscheduler, "x") \
	X(159, sched_get_priority_max, "x") \
	X(160, sched_get_priority_min, "x") \
	X(161, sched_rr_get_interval_time32, "xo") \
	X(177, rt_sigtimedwait_time32, "ioix") \
	X(178, rt_sigqueueinfo, "xxi") \
	X(190, vfork, "") \
	X(122, uname, "o") \
	X(125, mprotect, "xnx") \
	X(126, sigprocmask, "xio") \
	X(132, getpgid, "x") \
	X(133, fchdir, "f") \
	X(136, personality, "x") \
	X(138, setfsuid16, "x") \
	X(139, setfsgid16, "x") \
	X(140, llseek, "fxxox") \
	X(141, getdents, "fon") \
	X(142, select, "xbbbb") \
	X(143, flock, "fx") \
	X(144, msync, "xnx") \
	X(145, readv, "fix") \
	X(146, writev, "fix") \
	X(147, getsid, "x") \
	X(148, fdatasync, "f") \
	X(150, mlock, "xn") \
	X(151, munlock, "xn") \
	X(152, mlockall, "x") \
	X(153, munlockall, "") \
	X(158, sched_yield, "") \
	X(162, nanosleep_time32, "io") \
	X(163, mremap, "xnnxx") \
	X(164, setresuid16, "xxx") \
	X(165, getresuid16, "ooo") \
	X(168, poll, "bxx") \
	X(170, setresgid16, "xxx") \
	X(171, getresgid16, "ooo") \
	X(172, prctl, "xxxxx") \
	X(173, rt_sigreturn, "") \
	X(174, rt_sigaction, "xiox") \
	X(175, rt_sigprocmask, "xiox") \
	X(176, rt_sigpending, "ox") \
	X(179, rt_sigsuspend, "ix") \
	X(180, pread64, "fonxx") \
	X(181, pwrite64, "finxx") \
	X(182, chown16, "sxx") \
	X(183, getcwd, "on") \
	X(186, sigaltstack, "io") \
	X(187, sendfile, "ffbn") \
	X(191, getrlimit, "xo") \
	X(192, mmap_pgoff, "xnxxfx") \
	X(193, truncate64, "sxx") \
	X(194, ftruncate64, "fxx") \
	X(195, stat64, "so") \
	X(196, lstat64, "so") \
	X(197, fstat64, "fo") \
	X(198, lchown, "sxx") \
	X(199, getuid, "") \
	X(200, getgid, "") \
	X(201, geteuid, "") \
	X(202, getegid, "") \
	X(203, setreuid, "xx") \
	X(204, setregid, "xx") \
	X(205, getgroups, "xo") \
	X(206, setgroups, "xi") \
	X(207, fchown, "fxx") \
	X(208, setresuid, "xxx") \
	X(209, getresuid, "ooo") \
	X(210, setresgid, "xxx") \
	X(211, getresgid, "ooo") \
	X(212, chown, "sxx") \
	X(213, setuid, "x") \
	X(214, setgid, "x") \
	X(215, setfsuid, "x") \
	X(216, setfsgid, "x") \
	X(218, mincore, "xno") \
	X(219, madvise, "xnx") \
	X(220, getdents64, "fon") \
	X(221, fcntl64, "fxx") \
	X(224, gettid, "") \
	X(225, readahead, "fxxx") \
	X(226, setxattr, "ssinx") \
	X(227, lsetxattr, "ssinx") \
	X(228, fsetxattr, "fsinx") \
	X(229, getxattr, "sson") \
	X(230, lgetxattr, "sson") \
	X(231, fgetxattr, "fson") \
	X(232, listxattr, "son") \
	X(233, llistxattr, "son") \
	X(234, flistxattr, "fon") \
	X(235, removexattr, "ss") \
	X(236, lremovexattr, "ss") \
	X(237, fremovexattr, "fs") \
	X(238, tkill, "xx") \
	X(239, sendfile64, "ffbn") \
	X(240, futex_time32, "bxxixx") \
	X(241, sched_setaffinity, "xni") \
	X(242, sched_getaffinity, "xno") \
	X(243, set_thread_area, "b") \
	X(244, get_thread_area, "b") \
	X(250, fadvise64, "fxxxx") \
	X(252, exit_group, "x") \
	X(254, epoll_create, "x") \
	X(255, epoll_ctl, "fxfi") \
	X(256, epoll_wait, "foxx") \
	X(257, remap_file_pages, "xnxxx") \
	X(258, set_tid_address, "x") \
	X(259, timer_create, "xio") \
	X(260, timer_settime32, "xxio") \
	X(261, timer_gettime32, "xo") \
	X(262, timer_getoverrun, "x") \
	X(263, timer_delete, "x") \
	X(264, clock_settime32, "xi") \
	X(265, clock_gettime32, "xo") \
	X(266, clock_getres_time32, "xo") \
	X(267, clock_nanosleep_time32, "xxio") \
	X(268, statfs64, "sto") \
	X(269, fstatfs64, "fto") \
	X(270, tgkill, "xxx") \
	X(284, waitid, "xxoxo") \
	X(271, utimes, "si") \
	X(272, fadvise64_64, "fxxxxx") \
	X(289, ioprio_set, "xxx") \
	X(290, ioprio_get, "xx") \
	X(295, openat, "dsxx") \
	X(296, mkdirat, "dsx") \
	X(297, mknodat, "dsxx") \
	X(298, fchownat, "dsxxx") \
	X(299, futimesat, "dsi") \
	X(300, fstatat64, "dsox") \
	X(301, unlinkat, "dsx") \
	X(302, renameat, "dsds") \
	X(303, linkat, "dsdsx") \
	X(304, symlinkat, "sds") \
	X(305, readlinkat, "dson") \
	X(306, fchmodat, "dsx") \
	X(307, faccessat, "dsx") \
	X(308, pselect6_time32, "xbbbii") \
	X(309, ppoll_time32, "bxiix") \
	X(311, set_robust_list, "xx") \
	X(312, get_robust_list, "xoo") \
	X(313, splice, "fbfbnx") \
	X(314, sync_file_range, "fxxxxx") \
	X(315, tee, "ffnx") \
	X(316, vmsplice, "fixx") \
	X(318, getcpu, "oox") \
	X(319, epoll_pwait, "foxxix") \
	X(320, utimensat_time32, "dsix") \
	X(321, signalfd, "fix") \
	X(322, timerfd_create, "xx") \
	X(323, eventfd, "x") \
	X(324, fallocate, "fxxxxx") \
	X(325, timerfd_settime32, "fxio") \
	X(326, timerfd_gettime32, "fo") \
	X(327, signalfd4, "fixx") \
	X(328, eventfd2, "xx") \
	X(329, epoll_create1, "x") \
	X(330, dup3, "ffx") \
	X(331, pipe2, "ox") \
	X(333, preadv, "fixxx") \
	X(334, pwritev, "fixxx") \
	X(335, rt_tgsigqueueinfo, "xxxi") \
	X(340, prlimit64, "xxio") \
	X(344, syncfs, "f") \
	X(347, process_vm_readv, "xixixx") \
	X(348, process_vm_writev, "xixixx") \
	X(351, sched_setattr, "xix") \
	X(352, sched_getattr, "xonx") \
	X(353, renameat2, "dsdsx") \
	X(355, getrandom, "onx") \
	X(356, memfd_create, "sx") \
	X(358, execveat, "dsiix") \
	X(359, socket, "xxx") \
	X(360, socketpair, "xxxo") \
	X(361, bind, "fin") \
	X(362, connect, "fin") \
	X(363, listen, "fx") \
	X(364, accept4, "fobx") \
	X(365, getsockopt, "fxxob") \
	X(366, setsockopt, "fxxin") \
	X(367, getsockname, "fob") \
	X(368, getpeername, "fob") \
	X(369, sendto, "finxin") \
	X(370, sendmsg, "fix") \
	X(371, recvfrom, "fonxob") \
	X(372, recvmsg, "fbx") \
	X(373, shutdown, "fx") \
	X(345, sendmmsg, "fbxx") \
	X(337, recvmmsg_time32, "fbxxb") \
	X(417, recvmmsg, "fbxxb") \
	X(375, membarrier, "xxx") \
	X(376, mlock2, "xnx") \
	X(377, copy_file_range, "fbfbnx") \
	X(378, preadv2, "fixxxx") \
	X(379, pwritev2, "fixxxx") \
	X(383, statx, "dsxxo") \
	X(393, semget, "xxx") \
	X(394, semctl, "xxxx") \
	X(395, shmget, "xxx") \
	X(396, shmctl, "xxo") \
	X(397, shmat, "xxx") \
	X(398, shmdt, "x") \
	X(399, msgget, "xx") \
	X(400, msgsnd, "xixx") \
	X(401, msgrcv, "xoxxx") \
	X(402, msgctl, "xxo") \
	X(403, clock_gettime, "xo") \
	X(404, clock_settime, "xi") \
	X(406, clock_getres, "xo") \
	X(407, clock_nanosleep, "xxio") \
	X(408, timer_gettime, "xo") \
	X(409, timer_settime, "xxio") \
	X(410, timerfd_gettime, "fo") \
	X(411, timerfd_settime, "fxio") \
	X(412, utimensat, "dsix") \
	X(413, pselect6, "xbbbii") \
	X(414, ppoll, "bxiix") \
	X(420, semtimedop, "xixi") \
	X(421, rt_sigtimedwait, "ioix") \
	X(422, futex, "bxxixx") \
	X(423, sched_rr_get_interval, "xo") \
	X(424, pidfd_send_signal, "fxix") \
	X(434, pidfd_open, "xx") \
	X(435, clone3, "bn") \
	X(436, close_range, "xxx") \
	X(437, openat2, "diin") \
	X(438, pidfd_getfd, "ffx") \
	X(439, faccessat2, "dsxx") \
	X(441, epoll_pwait2, "foxiix")

#define SYSCALL_NAMES(X) \
	X(0, restart_syscall) \
	X(17, break) \
	X(26, ptrace) \
	X(31, stty) \
	X(32, gtty) \
	X(35, ftime) \
	X(44, prof) \
	X(51, acct) \
	X(53, lock) \
	X(56, mpx) \
	X(58, ulimit) \
	X(62, ustat) \
	X(79, settimeofday) \
	X(86, uselib) \
	X(87, swapon) \
	X(89, readdir) \
	X(98, profil) \
	X(101, ioperm) \
	X(110, iopl) \
	X(112, idle) \
	X(113, vm86old) \
	X(115, swapoff) \
	X(123, modify_ldt) \
	X(124, adjtimex) \
	X(127, create_module) \
	X(128, init_module) \
	X(129, delete_module) \
	X(130, get_kernel_syms) \
	X(131, quotactl) \
	X(134, bdflush) \
	X(135, sysfs) \
	X(137, afs_syscall) \
	X(149, _sysctl) \
	X(166, vm86) \
	X(167, query_module) \
	X(169, nfsservctl) \
	X(184, capget) \
	X(185, capset) \
	X(188, getpmsg) \
	X(189, putpmsg) \
	X(217, pivot_root) \
	X(245, io_setup) \
	X(246, io_destroy) \
	X(247, io_getevents) \
	X(248, io_submit) \
	X(249, io_cancel) \
	X(253, lookup_dcookie) \
	X(273, vserver) \
	X(274, mbind) \
	X(275, get_mempolicy) \
	X(276, set_mempolicy) \
	X(277, mq_open) \
	X(278, mq_unlink) \
	X(279, mq_timedsend) \
	X(280, mq_timedreceive) \
	X(281, mq_notify) \
	X(282, mq_getsetattr) \
	X(283, kexec_load) \
	X(286, add_key) \
	X(287, request_key) \
	X(288, keyctl) \
	X(291, inotify_init) \
	X(292, inotify_add_watch) \
	X(293, inotify_rm_watch) \
	X(294, migrate_pages) \
	X(310, unshare) \
	X(317, move_pages) \
	X(332, inotify_init1) \
	X(336, perf_event_open) \
	X(338, fanotify_init) \
	X(339, fanotify_mark) \
	X(341, name_to_handle_at) \
	X(342, open_by_handle_at) \
	X(343, clock_adjtime) \
	X(346, setns) \
	X(349, kcmp) \
	X(350, finit_module) \
	X(354, seccomp) \
	X(357, bpf) \
	X(374, userfaultfd) \
	X(380, pkey_mprotect) \
	X(381, pkey_alloc) \
	X(382, pkey_free) \
	X(384, arch_prctl) \
	X(385, io_pgetevents) \
	X(386, rseq) \
	X(405, clock_adjtime64) \
	X(416, io_pgetevents_time64) \
	X(418, mq_timedsend_time64) \
	X(419, mq_timedreceive_time64) \
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
