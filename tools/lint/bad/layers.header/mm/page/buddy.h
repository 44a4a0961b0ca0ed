/* SPDX-License-Identifier: MIT */
/* Neither public nor called internal.h. */
