"""The addresses under «formación»."""

from django.urls import path

from networks.views import courses, enrollments, training

BASE = "redes/<slug:slug>/formacion"
COURSE = f"{BASE}/<int:course>"
MEETING = f"{COURSE}/sesiones"
PERSON = f"{COURSE}/inscripciones/<int:pk>"

TRAINING = [
    path(f"{BASE}/", courses.CourseListView.as_view(), name="course_list"),
    path(f"{BASE}/nuevo/", courses.CourseFormView.as_view(), name="course_create"),
    path(f"{BASE}/totales/", training.TrainingTotalsView.as_view(), name="training_totals"),
    path(f"{BASE}/totales.xlsx", training.TrainingXlsxView.as_view(), name="training_xlsx"),
    path(f"{BASE}/personas.xlsx", training.TrainingPeopleXlsxView.as_view(), name="training_people_xlsx"),
    path(f"{BASE}/temas/", courses.TopicListView.as_view(), name="topic_list"),
    path(f"{BASE}/temas/nuevo/", courses.TopicFormView.as_view(), name="topic_create"),
    path(f"{BASE}/temas/<int:pk>/", courses.TopicFormView.as_view(), name="topic_update"),
    path(f"{BASE}/temas/<int:pk>/eliminar/", courses.TopicDeleteView.as_view(), name="topic_delete"),
    path(f"{COURSE}/", courses.CourseDetailView.as_view(), name="course_detail"),
    path(f"{COURSE}/editar/", courses.CourseFormView.as_view(), name="course_update"),
    path(f"{COURSE}/eliminar/", courses.CourseDeleteView.as_view(), name="course_delete"),
    path(f"{MEETING}/nueva/", courses.CourseMeetingFormView.as_view(), name="course_meeting_create"),
    path(f"{MEETING}/<int:pk>/", courses.CourseMeetingFormView.as_view(), name="course_meeting_update"),
    path(f"{MEETING}/<int:pk>/eliminar/", courses.CourseMeetingDeleteView.as_view(), name="course_meeting_delete"),
    path(f"{MEETING}/<int:pk>/asistencia/", enrollments.CourseAttendanceView.as_view(), name="course_attendance"),
    path(f"{COURSE}/inscribir/", enrollments.EnrollmentCreateView.as_view(), name="enrollment_create"),
    path(f"{PERSON}/retirar/", enrollments.EnrollmentWithdrawView.as_view(), name="enrollment_withdraw"),
    path(f"{PERSON}/eliminar/", enrollments.EnrollmentDeleteView.as_view(), name="enrollment_delete"),
]
